namespace FileStorage.Sync.State;

/// <summary>How far the server's news has been read.</summary>
/// <param name="Cursor">Where to go on; null before the first page.</param>
/// <param name="Listing">Counts the listings of the whole drive.</param>
/// <param name="IsListing">Whether the listing is not yet read to its end.</param>
public sealed record NewsPlace(string? Cursor, int Listing, bool IsListing)
{
    public static readonly NewsPlace Beginning = new(Cursor: null, Listing: 1, IsListing: true);
}
