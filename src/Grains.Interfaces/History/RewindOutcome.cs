using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Grains.Interfaces.History;

/// <summary>What asking for a rewind can lead to.</summary>
[GenerateSerializer, Immutable, Alias("history.rewind-outcome")]
public abstract record RewindOutcome
{
    private RewindOutcome()
    {
    }

    /// <summary>Begun or done, or, of a preview, what would be done.</summary>
    [GenerateSerializer, Immutable, Alias("history.rewind-known")]
    public sealed record Known([property: Id(0)] RewindReport Report) : RewindOutcome;

    /// <summary>Nothing was changed.</summary>
    [GenerateSerializer, Immutable, Alias("history.rewind-refused")]
    public sealed record Refused([property: Id(0)] DriveOutcome Reason) : RewindOutcome;

    /// <summary>The journal does not reach back so far, or is not there yet.</summary>
    [GenerateSerializer, Immutable, Alias("history.rewind-forgotten")]
    public sealed record Forgotten : RewindOutcome;
}
