namespace FileStorage.Tests.Api.Tests.Sharing;

/// <summary>
/// What each account may see and do in one drive, worked out as plainly as possible and by nothing that the service uses: every question is
/// answered from the root downwards.
/// </summary>
internal sealed class PermissionModel(Guid rootId, string owner)
{
    public ModelNode Root { get; } = new(rootId, parent: null, name: "", isFolder: true);

    public List<ModelNode> Nodes { get; } = [];

    /// <summary>Who is in the one group.</summary>
    public HashSet<string> Members { get; } = [];

    public string Group { get; set; } = "";

    /// <summary>"none", "read", "write", "admin", or "own".</summary>
    public string AccessOf(string account, ModelNode node)
    {
        if (account == owner)
        {
            return "own";
        }

        var access = "none";
        foreach (var step in node.Way.Reverse())
        {
            if (step.Grants.TryGetValue(account, out var mine))
            {
                access = mine;
            }
            else if (Members.Contains(account) && step.Grants.TryGetValue(Group, out var ours))
            {
                access = ours;
            }
            else if (step.Grants.TryGetValue("everyone", out var all))
            {
                access = all;
            }
        }

        return access;
    }

    public bool MayRead(string account, ModelNode node) => Exists(node) && AccessOf(account, node) != "none";

    public bool MayChange(string account, ModelNode node) => Exists(node) && AccessOf(account, node) is "write" or "admin" or "own";

    public bool MayShare(string account, ModelNode node) => Exists(node) && AccessOf(account, node) is "admin" or "own";

    public static bool Exists(ModelNode node) => !node.Way.Any(step => step.IsPurged);

    public static bool IsLive(ModelNode node) => !node.Way.Any(step => step.IsTrashed || step.IsPurged);

    public ModelNode? ChildOf(ModelNode folder, string name) =>
        Nodes.Find(node => node.Parent == folder && node.Name == name && !node.IsTrashed && !node.IsPurged);

    /// <summary>Whether an account sees a node as part of what is shared at another: without a gap between.</summary>
    public bool SeesBelow(string account, ModelNode root, ModelNode node) =>
        node.Way.Contains(root) && node.Way.TakeWhile(step => step != root).Append(root).All(step => MayRead(account, step));

}
