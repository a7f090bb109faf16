namespace FileStorage.Grains.Deletions;

/// <summary>The stored form of what is held in a drive.</summary>
internal sealed class MassDeletionDocument
{
    public List<HeldDeletionDocument> Held { get; set; } = [];
}
