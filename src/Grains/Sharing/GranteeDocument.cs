namespace FileStorage.Grains.Sharing;

/// <summary>What was shared with a grantee, as stored. The property names are a stored format.</summary>
internal sealed class GranteeDocument
{
    public List<GranteeShare> Shares { get; set; } = [];
}
