using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.Maintenance;

/// <summary>What one step of maintenance did.</summary>
[GenerateSerializer, Immutable, Alias("maintenance.step")]
public sealed record MaintenanceStep
{
    /// <summary>Where the next step goes on; null: this was the last.</summary>
    [Id(0)] public required string? Cursor { get; init; }

    /// <summary>Things looked at.</summary>
    [Id(1)] public required long Examined { get; init; }

    /// <summary>Bytes read from the chunk store, or given back to it.</summary>
    [Id(2)] public required long Bytes { get; init; }

    /// <summary>Things changed (collection only).</summary>
    [Id(3)] public required long Changed { get; init; }

    /// <summary>What is wrong, ids only; at most 1,000 a step.</summary>
    [Id(4)] public required ImmutableArray<string> Findings { get; init; }
}
