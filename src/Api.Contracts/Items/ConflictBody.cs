namespace FileStorage.Api.Contracts.Items;

/// <summary>How a conflict was settled; see docs/protocol.md, "Conflicts".</summary>
public sealed record ConflictBody
{
    /// <summary>
    /// "same" (the newest version has this content already), "merged", "copied", "overwritten", "restored" (the file was in the trash) or
    /// "recreated" (its folder was).
    /// </summary>
    public required string Outcome { get; init; }

    /// <summary>The item that was in the way: the file that was edited, or what had the name.</summary>
    public required ItemBody With { get; init; }
}
