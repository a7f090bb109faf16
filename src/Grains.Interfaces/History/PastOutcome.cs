using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.History;

/// <summary>What looking into the past can lead to.</summary>
[GenerateSerializer, Immutable, Alias("history.past-outcome")]
public abstract record PastOutcome
{
    private PastOutcome()
    {
    }

    /// <param name="Item">As it was.</param>
    /// <param name="Number">The journal number of the moment.</param>
    [GenerateSerializer, Immutable, Alias("history.found")]
    public sealed record Found([property: Id(0)] PastItem Item, [property: Id(1)] long Number) : PastOutcome;

    /// <param name="Items">By name.</param>
    /// <param name="HasMore">Whether there are more after them.</param>
    /// <param name="Number">The journal number of the moment.</param>
    [GenerateSerializer, Immutable, Alias("history.page")]
    public sealed record Page(
        [property: Id(0)] ImmutableArray<PastItem> Items, [property: Id(1)] bool HasMore, [property: Id(2)] long Number) : PastOutcome;

    /// <summary>There was no such item at that moment, or it was no folder.</summary>
    [GenerateSerializer, Immutable, Alias("history.missing")]
    public sealed record Missing : PastOutcome;

    /// <summary>The journal does not reach back so far, or is not there yet.</summary>
    [GenerateSerializer, Immutable, Alias("history.forgotten")]
    public sealed record Forgotten : PastOutcome;
}
