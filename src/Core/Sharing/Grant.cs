namespace FileStorage.Core.Sharing;

/// <summary>A role on one item, and with it on what lies below.</summary>
public readonly record struct Grant(GranteeKind Kind, Guid GranteeId, Role Role);
