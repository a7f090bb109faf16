using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.Drives;

/// <summary>What asking a drive for its changes can lead to.</summary>
[GenerateSerializer, Immutable, Alias("drive.change-outcome")]
public abstract record ChangeOutcome
{
    private ChangeOutcome()
    {
    }

    /// <summary>Changes after the cursor, each entry once, and the cursor to go on from.</summary>
    [GenerateSerializer, Immutable, Alias("drive.change-page")]
    public sealed record Page : ChangeOutcome
    {
        [Id(0)] public required ImmutableArray<DriveChange> Changes { get; init; }

        [Id(1)] public required DriveCursor Cursor { get; init; }

        /// <summary>Whether there is more at this moment.</summary>
        [Id(2)] public required bool HasMore { get; init; }

        /// <summary>What is known from earlier pages is to be forgotten: what may be seen is told anew.</summary>
        [Id(3)] public bool IsReset { get; init; }
    }

    /// <summary>The cursor is of another epoch, or older than what the journal holds: begin again without one.</summary>
    [GenerateSerializer, Immutable, Alias("drive.resync")]
    public sealed record Resync : ChangeOutcome
    {
        /// <summary>The cursor is of another epoch: the server went back in time, and whoever asks may know what it does not know any more.</summary>
        [Id(0)] public bool IsOfAnotherEpoch { get; init; }
    }
}
