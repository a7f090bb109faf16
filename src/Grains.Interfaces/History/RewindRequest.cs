using FileStorage.Grains.Interfaces.Auditing;

namespace FileStorage.Grains.Interfaces.History;

/// <summary>A wish to make an item what it was.</summary>
[GenerateSerializer, Immutable, Alias("history.rewind-request")]
public sealed record RewindRequest
{
    /// <summary>Chosen by the caller, once per attempt to change something, and kept across retries.</summary>
    [Id(0)] public required Guid OperationId { get; init; }

    [Id(1)] public required Guid DeviceId { get; init; }

    [Id(2)] public required Guid UserId { get; init; }

    [Id(3)] public required PastAddress Address { get; init; }

    [Id(4)] public required Moment Moment { get; init; }

    /// <summary>
    /// Whether what left the item is fetched from wherever it is now, and what came into it goes back to where it was. For those who may
    /// change the whole drive; without, nothing outside of the item changes.
    /// </summary>
    [Id(5)] public bool ReachesOutside { get; init; }

    /// <summary>From where it is asked for, for the audit. Null: nobody asked, the service does it by itself.</summary>
    [Id(6)] public Origin? Origin { get; init; }
}
