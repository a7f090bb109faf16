namespace FileStorage.Tests.Api.Tests.Sharing;

/// <summary>An item in the reference model of permissions.</summary>
internal sealed class ModelNode(Guid id, ModelNode? parent, string name, bool isFolder)
{
    public Guid Id => id;

    public ModelNode? Parent { get; set; } = parent;

    public string Name { get; set; } = name;

    public bool IsFolder => isFolder;

    public bool IsTrashed { get; set; }

    public bool IsPurged { get; set; }

    /// <summary>Access by grantee: an account's address, a group's id, or "everyone".</summary>
    public Dictionary<string, string> Grants { get; } = [];

    public IEnumerable<ModelNode> Way
    {
        get
        {
            for (var node = this; node is not null; node = node.Parent)
            {
                yield return node;
            }
        }
    }
}
