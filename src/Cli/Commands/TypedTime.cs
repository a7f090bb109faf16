using System.Globalization;

namespace FileStorage.Cli.Commands;

/// <summary>Moments, as people type them.</summary>
internal static class TypedTime
{
    private static readonly string[] LocalForms = ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd"];

    /// <summary>
    /// "2h", "30m", "3d", "1w", "90s" (that long ago), "2026-11-22 10:00" (here), "2026-11-22" (when that day began here), or a time of RFC 3339.
    /// </summary>
    /// <param name="text">What was typed.</param>
    /// <param name="now">This moment; its offset is that of the place.</param>
    /// <param name="zone">Where "here" is.</param>
    /// <exception cref="CommandException">It is none of these, or it is still to come.</exception>
    public static DateTimeOffset Parse(string text, DateTimeOffset now, TimeZoneInfo zone)
    {
        var typed = text.Trim();
        var at = Ago(typed) is { } ago ? now - ago : Moment(typed, zone) ?? throw NoTime(text);
        return at <= now ? at : throw new CommandException($"\"{text}\" is still to come.", ExitStatus.Usage);
    }

    /// <summary>The same, of what is to come: "7d" is in seven days.</summary>
    /// <inheritdoc cref="Parse"/>
    /// <exception cref="CommandException">It is none of these, or it is past.</exception>
    public static DateTimeOffset ParseToCome(string text, DateTimeOffset now, TimeZoneInfo zone)
    {
        var typed = text.Trim();
        var at = Ago(typed) is { } time ? now + time : Moment(typed, zone) ?? throw NoTime(text);
        return at > now ? at : throw new CommandException($"\"{text}\" is past.", ExitStatus.Usage);
    }

    private static DateTimeOffset? Moment(string typed, TimeZoneInfo zone) =>
        Local(typed) is { } local ? new DateTimeOffset(local, zone.GetUtcOffset(local))
        : DateTimeOffset.TryParseExact(
            typed,
            ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var exact) ? exact
        : null;

    private static CommandException NoTime(string text) =>
        new($"\"{text}\" is no time; write 2h, 3d, \"2026-11-22 10:00\" or 2026-11-22T10:00:00Z.", ExitStatus.Usage);

    private static TimeSpan? Ago(string text)
    {
        if (text.Length < 2
            || !double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            || count > 100_000)
        {
            return null;
        }

        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(count),
            'm' => TimeSpan.FromMinutes(count),
            'h' => TimeSpan.FromHours(count),
            'd' => TimeSpan.FromDays(count),
            'w' => TimeSpan.FromDays(7 * count),
            _ => null,
        };
    }

    private static DateTime? Local(string text) =>
        DateTime.TryParseExact(text, LocalForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? local : null;
}
