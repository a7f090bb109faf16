namespace FileStorage.Api.Changes;

/// <summary>What the server tells on a live connection.</summary>
internal enum LiveSignal
{
    /// <summary>From now on nothing is missed.</summary>
    Ready,

    /// <summary>There may be changes.</summary>
    Changes,

    /// <summary>Nothing happened for a while.</summary>
    Heartbeat,
}
