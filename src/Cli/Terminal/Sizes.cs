using System.Globalization;

namespace FileStorage.Cli.Terminal;

/// <summary>Sizes for people.</summary>
internal static class Sizes
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB", "PB"];

    /// <summary>For instance "1.4 MB"; a thousand to the step.</summary>
    public static string Show(long bytes)
    {
        double value = bytes;
        var unit = 0;
        while (value >= 999.5 && unit < Units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        var digits = unit == 0 || value >= 99.5 ? "0" : "0.0";
        return $"{value.ToString(digits, CultureInfo.InvariantCulture)} {Units[unit]}";
    }

    /// <summary>Reads "15000000000", "15GB" or "14GiB".</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static long Parse(string text)
    {
        var number = text.TrimEnd();
        var letters = number.Length - number.TrimEnd("KMGTPBikmgtpb".ToCharArray()).Length;
        var unit = number[^letters..].ToUpperInvariant();
        number = number[..^letters].TrimEnd();
        var step = unit.Contains('I', StringComparison.Ordinal) ? 1024m : 1000m;
        var power = unit is "" or "B" ? 0 : "KMGTP".IndexOf(unit[0], StringComparison.Ordinal) + 1;
        if ((power == 0 && unit is not ("" or "B"))
            || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
        {
            throw new FormatException($"\"{text}\" is no size; write 15000000000, 15GB or 14GiB.");
        }

        for (; power > 0; power--)
        {
            value *= step;
        }

        return value <= long.MaxValue ? (long)value : throw new FormatException($"\"{text}\" is too large.");
    }
}
