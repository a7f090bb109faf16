using FileStorage.Storage.Metadata.Database;
using Microsoft.Extensions.Logging;

namespace FileStorage.Storage.Metadata.Sqlite;

/// <summary>
/// The one thread that writes. It takes everything that queued while its last transaction ran, commits it in one transaction with
/// one fsync, and answers all of it. A thread of its own, because it blocks on the disk.
/// </summary>
internal sealed partial class SqliteWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCheckpointer _checkpointer;
    private readonly WriteMeter _meter;
    private readonly ILogger _logger;
    private readonly WriteQueue _queue;
    private readonly SqliteBatch _batch;
    private readonly int _maxWritesPerCommit;
    private readonly Thread _thread;

    public SqliteWriter(
        SqliteConnection connection, SqliteCheckpointer checkpointer, SqliteMetadataOptions options, WriteMeter meter, ILogger logger)
    {
        _meter = meter;
        _connection = connection;
        _checkpointer = checkpointer;
        _logger = logger;
        _queue = new WriteQueue(options.MaxQueuedWrites, meter);
        _batch = new SqliteBatch(connection);
        _maxWritesPerCommit = options.MaxWritesPerCommit;
        _thread = new Thread(Run) { IsBackground = true, Name = "metadata-writer" };
        _thread.Start();
    }

    /// <summary>Transactions committed.</summary>
    public long Commits { get; private set; }

    /// <summary>Writes answered with an outcome, conflicts included.</summary>
    public long Writes { get; private set; }

    /// <summary>Transactions that had to be run again because one of their writes failed half way.</summary>
    public long RepeatedBatches => _batch.RepeatedBatches;

    public ValueTask<WriteOutcome> WriteAsync(MetadataWrite write, CancellationToken cancellationToken) =>
        _queue.AddAsync(write, cancellationToken);

    /// <inheritdoc cref="IMetadataDatabase.StartAsync"/>
    public ValueTask<StartedWrite> StartAsync(MetadataWrite write, CancellationToken cancellationToken) =>
        _queue.StartAsync(write, cancellationToken);

    /// <summary>Carries out what is queued and ends the thread.</summary>
    public void Dispose()
    {
        _queue.Close();
        _thread.Join();
        _queue.Dispose();
    }

    private void Run()
    {
        var taken = new List<PendingWrite>(_maxWritesPerCommit);
        var writes = new List<MetadataWrite>(_maxWritesPerCommit);
        while (_queue.Take(taken, _maxWritesPerCommit))
        {
            _ = taken.RemoveAll(static pending => pending.AnswerIfCancelled());
            foreach (var pending in taken)
            {
                writes.Add(pending.Write);
            }

            if (writes.Count > 0)
            {
                Commit(taken, writes);
            }

            taken.Clear();
            writes.Clear();
        }
    }

    private void Commit(List<PendingWrite> taken, List<MetadataWrite> writes)
    {
        MetadataException? failure;
        IReadOnlyList<WriteVerdict> verdicts;
        try
        {
            failure = _batch.Run(writes, out verdicts);
        }
        catch (Exception exception)
        {
            // A bug, but the thread must live and nobody may wait for ever. Whether the transaction counts is not known here.
            LogBroken(exception);
            failure = new WriteOutcomeUnknownException("The metadata writer failed.", exception);
            verdicts = [];
        }

        if (failure is not null)
        {
            LogNotCommitted(taken.Count, failure);
            PendingWrite.Fail(taken, failure);
            return;
        }

        Commits++;
        Writes += taken.Count;
        _meter.Committed(taken.Count);
        PendingWrite.Answer(taken, verdicts);
        _checkpointer.AfterCommit(_connection);
    }

    [LoggerMessage(LogLevel.Error, "The metadata writer failed in a way it does not know")]
    private partial void LogBroken(Exception exception);

    [LoggerMessage(LogLevel.Error, "A metadata transaction of {WriteCount} writes was not committed")]
    private partial void LogNotCommitted(int writeCount, Exception exception);
}
