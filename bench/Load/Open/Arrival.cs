namespace FileStorage.Bench.Load.Open;

/// <summary>One arrival: what it is and where it goes follows from its number and the seed alone, so that both sides of a comparison get the same.</summary>
internal readonly record struct Arrival
{
    private Arrival(int number, OperationKind kind, int drive)
    {
        Number = number;
        Kind = kind;
        Drive = drive;
    }

    public int Number { get; }

    public OperationKind Kind { get; }

    public int Drive { get; }

    public static Arrival Of(Mix mix, int number, int drives, int seed)
    {
        var drawn = Scatter(((ulong)(uint)seed << 32) | (uint)number);
        var share = (int)(drawn % 100);
        var kind = mix switch
        {
            Mix.Large => OperationKind.Large,
            Mix.Mixed => share < 60 ? OperationKind.Small : share < 95 ? OperationKind.Read : OperationKind.Large,
            _ => OperationKind.Small,
        };
        return new Arrival(number, kind, mix is Mix.HotDrive ? 0 : (int)((drawn >> 32) % (ulong)drives));
    }

    // The finalizer of SplitMix64: neighbours come out unlike each other.
    private static ulong Scatter(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
