using System.Threading.Channels;
using FileStorage.Storage.Metadata.Database;
using Microsoft.Extensions.Logging;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>
/// A queue of writes and the one task that takes everything that waits in it, commits it in one transaction, and answers all of it. Writes are
/// applied in the order in which they came, also where a transaction has to be tried again.
/// </summary>
internal sealed partial class PostgresLane
{
    private readonly PostgresConnections _connections;
    private readonly PostgresBatch _batch;
    private readonly PostgresPatience _patience;
    private readonly PostgresTurn _turn;
    private readonly WriteMeter _meter;
    private readonly PostgresFence? _fence;
    private readonly ILogger _logger;
    private readonly Channel<PendingWrite> _waiting;
    private readonly int _maxWritesPerCommit;
    private readonly Task _running;

    public PostgresLane(
        PostgresConnections connections,
        PostgresPatience patience,
        PostgresMetadataOptions options,
        PostgresFence? fence,
        PostgresTurn turn,
        WriteMeter meter,
        ILogger logger)
    {
        _meter = meter;
        _connections = connections;
        _batch = new PostgresBatch(connections);
        _patience = patience;
        _fence = fence;
        _turn = turn;
        _logger = logger;
        _maxWritesPerCommit = options.MaxWritesPerCommit;
        _waiting = Channel.CreateBounded<PendingWrite>(new BoundedChannelOptions(options.MaxQueuedWrites) { SingleReader = true });
        _running = Task.Run(RunAsync);
    }

    /// <summary>Transactions committed.</summary>
    public long Commits { get; private set; }

    /// <summary>Writes answered with an outcome, conflicts included.</summary>
    public long Writes { get; private set; }

    /// <inheritdoc cref="PostgresBatch.Repeated"/>
    public long RepeatedBatches => _batch.Repeated;

    public async ValueTask<StartedWrite> StartAsync(MetadataWrite write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var pending = new PendingWrite(write, cancellationToken);
        if (!_waiting.Writer.TryWrite(pending))
        {
            await WaitForRoomAsync(pending, cancellationToken);
        }

        _meter.Entered();

        return new StartedWrite(pending.Task);
    }

    /// <summary>Carries out what is queued and ends.</summary>
    public async ValueTask CloseAsync()
    {
        _ = _waiting.Writer.TryComplete();
        await _running;
    }

    private async ValueTask WaitForRoomAsync(PendingWrite pending, CancellationToken cancellationToken)
    {
        try
        {
            await _waiting.Writer.WriteAsync(pending, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(IMetadataDatabase));
        }
    }

    private async Task RunAsync()
    {
        var taken = new List<PendingWrite>(_maxWritesPerCommit);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            using var turn = await _turn.TakeAsync();
            while (taken.Count < _maxWritesPerCommit && _waiting.Reader.TryRead(out var pending))
            {
                _meter.Left(1);
                if (!pending.AnswerIfCancelled())
                {
                    taken.Add(pending);
                }
            }

            if (taken.Count > 0)
            {
                // In a stable order, so that those of one kind stand side by side.
                await AnswerAsync([.. taken.OrderBy(static pending => pending.Write.Stage)], turn);
            }

            taken.Clear();
        }
    }

    private async Task AnswerAsync(List<PendingWrite> taken, PostgresTurn.Held turn)
    {
        // What was sent here by another version of the map goes back, and only what was sent by this one is committed by it.
        var mapVersion = _fence?.Version;
        PendingWrite.Fail(taken.FindAll(pending => pending.Write.MapVersion != mapVersion), new MapChangedException());
        taken.RemoveAll(pending => pending.Write.MapVersion != mapVersion);
        if (taken.Count == 0)
        {
            return;
        }

        WriteVerdict[] verdicts;
        try
        {
            verdicts = await CommitAsync(taken.ConvertAll(static pending => pending.Write), mapVersion, turn);
        }
        catch (MapChangedException exception)
        {
            PendingWrite.Fail(taken, exception);
            return;
        }
        catch (Exception exception)
        {
            // What the driver throws in ways that are not known here may have happened after a commit; the task must live.
            var failure = exception as MetadataException ?? new WriteOutcomeUnknownException("A metadata connection failed.", exception);
            LogNotCommitted(taken.Count, failure);
            PendingWrite.Fail(taken, failure);
            return;
        }

        Commits++;
        Writes += taken.Count;
        _meter.Committed(taken.Count);
        PendingWrite.Answer(taken, verdicts);
    }

    private async Task<WriteVerdict[]> CommitAsync(List<MetadataWrite> writes, long? mapVersion, PostgresTurn.Held turn)
    {
        var begun = _patience.Now;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var verdicts = await _batch.RunAsync(writes, mapVersion, turn);
                _patience.Reset();
                return verdicts;
            }
            catch (WriteOutcomeUnknownException exception)
            {
                _connections.ClearAfter(exception);
                throw;
            }
            catch (Exception exception) when (PostgresFault.MayPass(exception))
            {
                turn.Dispose();
                _connections.ClearAfter(exception);
                LogTriedAgain(writes.Count, attempt, exception.Message);
                if (!await _patience.WaitAsync(begun, attempt, CancellationToken.None))
                {
                    throw PostgresFault.ToFailure(exception);
                }
            }
            catch (Npgsql.PostgresException exception)
            {
                // An answer of the server, and not one to a COMMIT that was applied.
                throw PostgresFault.ToFailure(exception);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Error, "A metadata transaction of {WriteCount} writes was not committed")]
    private partial void LogNotCommitted(int writeCount, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "A metadata transaction of {WriteCount} writes is tried again after attempt {Attempt}: {Reason}")]
    private partial void LogTriedAgain(int writeCount, int attempt, string reason);
}
