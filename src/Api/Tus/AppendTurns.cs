using System.Collections.Concurrent;
using FileStorage.Api.Problems;

namespace FileStorage.Api.Tus;

/// <summary>
/// One request at a time for an upload; the newest goes first. A client whose connection broke comes again before the server has noticed, so
/// a body that is still being read is asked to stop: what has come of it is kept, and then told.
/// </summary>
internal sealed class AppendTurns(TimeProvider clock)
{
    /// <summary>For so long what was read of the other body may take to become durable.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<Guid, AppendTurn> _running = new();

    /// <summary>Stops whoever has the turn and waits for it; disposing gives it on.</summary>
    /// <exception cref="ProblemException">423: the other does not come to its end.</exception>
    public async ValueTask<AppendTurn> TakeAsync(Guid uploadId, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var mine = new AppendTurn(this, uploadId);
        while (!_running.TryAdd(uploadId, mine))
        {
            if (!_running.TryGetValue(uploadId, out var other))
            {
                continue;
            }

            other.Stop();
            var rest = Patience - clock.GetElapsedTime(began);
            try
            {
                await other.Ended.WaitAsync(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, clock, cancellationToken);
            }
            catch (TimeoutException cause)
            {
                throw Problem.UploadBusy(cause);
            }
        }

        return mine;
    }

    internal void End(Guid uploadId) => _running.TryRemove(uploadId, out _);
}
