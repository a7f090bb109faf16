namespace FileStorage.Grains.Groups;

/// <summary>A group as stored. The property names are a stored format.</summary>
internal sealed class GroupDocument
{
    public string Name { get; set; } = "";

    public Guid OwnerId { get; set; }

    public List<Guid> MemberIds { get; set; } = [];

    /// <summary>Nobody joins any more; who is still in it is let go.</summary>
    public bool IsDeleted { get; set; }
}
