namespace FileStorage.Api.Tus;

/// <summary>What became of a body.</summary>
/// <param name="OffsetBytes">How much of the file has come now, and is durable.</param>
/// <param name="IsWholeVerified">Whether the hash of all bytes so far is the one that was told for the whole.</param>
/// <param name="BrokenBy">Why the body ended early; null where it did not.</param>
internal sealed record AppendedBody(long OffsetBytes, bool IsWholeVerified, Exception? BrokenBy);
