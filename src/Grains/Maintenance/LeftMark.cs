namespace FileStorage.Grains.Maintenance;

/// <summary>What lies in a store: <paramref name="Current"/>, or already <paramref name="Next"/>, which was remembered before it was left.</summary>
internal sealed record LeftMark(string? Current, string? Next)
{
    public bool Is(string found) => found == Current || found == Next;
}
