using System.Globalization;

namespace FileStorage.Cli.Terminal;

/// <summary>Moments as people name them.</summary>
internal static class Ages
{
    /// <summary>Reads "30m", "12h", "7d", "2w", "1y" as so long ago, or a date or time such as "2026-11-22".</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static DateTimeOffset Parse(string text, DateTimeOffset now)
    {
        var unit = text.Length < 2 ? null : text[^1] switch
        {
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            'w' => TimeSpan.FromDays(7),
            'y' => TimeSpan.FromDays(365),
            _ => (TimeSpan?)null,
        };
        if (unit is { } length && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 10_000)
        {
            return now - (length * Math.Min(count, (now - DateTimeOffset.UnixEpoch) / length));
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time)
            ? time
            : throw new FormatException($"\"{text}\" is no age and no date; write 30m, 12h, 7d, 2w, 1y or 2026-11-22.");
    }
}
