namespace FileStorage.Core.Chunks;

/// <summary>The 256 random numbers of the Gear hash. Part of the protocol: another table is another chunker.</summary>
internal static class GearTable
{
    private const ulong Seed = 0x46696C6553746F72; // "FileStor"

    private static readonly ulong[] Table = Make();

    public static ReadOnlySpan<ulong> Values => Table;

    // SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", 2014).
    private static ulong[] Make()
    {
        var table = new ulong[256];
        var state = Seed;
        for (var index = 0; index < table.Length; index++)
        {
            state += 0x9E3779B97F4A7C15;
            var value = state;
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            table[index] = value ^ (value >> 31);
        }

        return table;
    }
}
