using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Grains.Drives;

/// <summary>A command that waits for its turn in a group commit.</summary>
internal sealed class DriveWork(Func<DriveBatch, CancellationToken, ValueTask<DriveOutcome>> decide)
{
    private readonly TaskCompletionSource<DriveOutcome> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the batch is durable.</summary>
    public Task<DriveOutcome> Answer => _answer.Task;

    public DriveOutcome? Outcome { get; private set; }

    public async ValueTask DecideAsync(DriveBatch batch, CancellationToken cancellationToken) =>
        Outcome = await decide(batch, cancellationToken);

    public void Complete(DriveOutcome outcome) => _answer.TrySetResult(outcome);

    public void Fail(Exception exception) => _answer.TrySetException(exception);
}
