using FileStorage.Grains.Documents;
using FileStorage.Grains.Interfaces.Maintenance;
using FileStorage.Storage.Metadata;

namespace FileStorage.Grains.Maintenance;

/// <inheritdoc cref="IScrubGrain"/>
[GrainType("scrub")]
internal sealed class ScrubGrain(
    [PersistentState("scrub", MetadataServices.DocumentStorage)] IPersistentState<ScrubDocument> document, Scrubber scrubber, TimeProvider clock)
    : Grain, IScrubGrain
{
    /// <summary>So that it takes at most a tenth of what the disk and a core can do.</summary>
    private const int Pauses = 9;

    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private DateTimeOffset _notBefore;

    public async Task<ScrubTurn> StepAsync(TimeSpan every, CancellationToken cancellationToken)
    {
        var beganAt = clock.GetUtcNow();
        var due = document.State.Cursor is null && document.RecordExists ? document.State.BeganAt + every : _notBefore;
        if (beganAt < due)
        {
            return new ScrubTurn(due < beganAt + LongestPause ? due : beganAt + LongestPause, []);
        }

        if (document.State.Cursor is null)
        {
            document.State.BeganAt = beganAt;
        }

        var step = await MaintenanceMetrics.CountAsync("scrub", scrubber.StepAsync(document.State.Cursor, cancellationToken));
        document.State.Cursor = step.Cursor;
        await document.WriteOrRetireAsync(this);
        var now = clock.GetUtcNow();
        _notBefore = now + (Pauses * (now - beganAt));
        return new ScrubTurn(_notBefore, step.Findings);
    }
}
