namespace FileStorage.Grains.Interfaces.History;

/// <summary>A moment of a drive: by the clock, or exactly, by the number of its journal, since many changes share a millisecond.</summary>
[GenerateSerializer, Immutable, Alias("history.moment")]
public sealed record Moment
{
    /// <summary>After everything that had happened by then.</summary>
    [Id(0)] public DateTimeOffset? At { get; init; }

    /// <summary>After the row of this number, before the next; 0 is before the first. Counts where both are given.</summary>
    [Id(1)] public long? Number { get; init; }
}
