using FileStorage.Sync.Trees;

namespace FileStorage.Sync.State;

/// <summary>All that is stored, as it is read at the start.</summary>
public sealed record SyncStateContents
{
    public required NewsPlace News { get; init; }

    public required IReadOnlyList<RemoteRow> Remote { get; init; }

    public required IReadOnlyList<SyncedNode> Synced { get; init; }

    public required IReadOnlyList<PendingCommand> Pending { get; init; }
}
