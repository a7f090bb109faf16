using System.Globalization;

namespace FileStorage.Bench.Load;

/// <summary>Reads arguments one after the other.</summary>
internal sealed class ArgumentList(IReadOnlyList<string> arguments)
{
    private int _next;

    public string Name { get; private set; } = "";

    public bool MoveNext()
    {
        if (_next == arguments.Count)
        {
            return false;
        }

        Name = arguments[_next++];
        return true;
    }

    /// <exception cref="FormatException">There is none.</exception>
    public string Value() => _next < arguments.Count ? arguments[_next++] : throw new FormatException($"{Name} needs a value");

    public int Number() => int.Parse(Value(), NumberStyles.None, CultureInfo.InvariantCulture);

    public double Real() => double.Parse(Value(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    /// <summary>A value of several words, as in "--a=1 --b=2".</summary>
    public string[] Words() => Value().Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A name as in "hot-drive".</summary>
    public T Choice<T>()
        where T : struct, Enum =>
        Enum.Parse<T>(Value().Replace("-", "", StringComparison.Ordinal), ignoreCase: true);

    public FormatException Unknown() => new($"unknown argument {Name}");
}
