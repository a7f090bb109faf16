using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Sqlite;

/// <summary>
/// Applies many writes in one transaction, each wholly or not at all.
///
/// The first attempt takes no savepoints, since nearly every write stands or fails at its first statement, its compare-and-swap,
/// and has then changed nothing. If one fails later, the whole transaction is rolled back and run again with a savepoint round
/// every write. A failure that takes even that transaction with it, as a full disk does, drops the write it struck and runs the
/// others once more, a few times.
/// </summary>
internal sealed class SqliteBatch(SqliteConnection connection)
{
    /// <summary>How many writes may each take their transaction with them before all that are left fail.</summary>
    private const int MaxDropped = 8;

    private readonly List<WriteVerdict> _verdicts = [];
    private readonly Dictionary<int, WriteVerdict> _dropped = [];

    /// <summary>Batches that had to be run again with savepoints.</summary>
    public long RepeatedBatches { get; private set; }

    /// <summary>
    /// Runs and commits the writes. On return verdict i says what became of write i, unless an exception is returned: then it holds
    /// for all of them.
    /// </summary>
    public MetadataException? Run(IReadOnlyList<MetadataWrite> writes, out IReadOnlyList<WriteVerdict> verdicts)
    {
        verdicts = _verdicts;
        try
        {
            connection.Execute("BEGIN IMMEDIATE");
            if (!TryApply(writes))
            {
                RepeatedBatches++;
                RollBack();
                if (ApplyOneByOne(writes) is { } failure)
                {
                    return failure;
                }
            }
        }
        catch (MetadataException exception)
        {
            RollBack();
            return exception;
        }

        return Commit();
    }

    /// <summary>Leaves no transaction open, whatever has happened.</summary>
    public void RollBack()
    {
        if (!connection.IsIdle)
        {
            connection.Execute("ROLLBACK");
        }
    }

    private MetadataException? Commit()
    {
        var code = connection.Run(new SqlStatement("COMMIT"), out _);
        if (code == SqliteCode.Done)
        {
            return null;
        }

        var failure = connection.FailureOf(code, "COMMIT");
        RollBack();

        // The record that makes a transaction count is the last one written to the log, so a disk that was full before its end has
        // applied nothing. After any other failure, such as that of an fsync, it may or may not be there after a crash.
        return SqliteCode.Primary(code) is SqliteCode.Full or SqliteCode.Busy
            ? failure
            : new WriteOutcomeUnknownException("A transaction was written, but not known to be durable.", failure);
    }

    /// <summary>False where a write has failed after it had changed something.</summary>
    private bool TryApply(IReadOnlyList<MetadataWrite> writes)
    {
        _verdicts.Clear();
        for (var index = 0; index < writes.Count; index++)
        {
            var verdict = Apply(writes[index], out var changedSomething);
            if (connection.IsIdle || (!verdict.Stands && changedSomething))
            {
                return false;
            }

            _verdicts.Add(verdict);
        }

        return true;
    }

    /// <summary>Null with a transaction open, or the failure that no write could be kept from.</summary>
    private MetadataException? ApplyOneByOne(IReadOnlyList<MetadataWrite> writes)
    {
        _dropped.Clear();
        while (true)
        {
            connection.Execute("BEGIN IMMEDIATE");
            if (ApplyWithSavepoints(writes) is not { } lost)
            {
                return null;
            }

            if (_dropped.Count == MaxDropped)
            {
                return lost.Failure;
            }

            _dropped.Add(_verdicts.Count, lost);
        }
    }

    /// <summary>
    /// Null, or the verdict on the write that took the whole transaction with it: the one after those that have a verdict.
    /// </summary>
    private WriteVerdict? ApplyWithSavepoints(IReadOnlyList<MetadataWrite> writes)
    {
        _verdicts.Clear();
        for (var index = 0; index < writes.Count; index++)
        {
            if (!_dropped.TryGetValue(index, out var verdict))
            {
                connection.Execute("SAVEPOINT one_write");
                verdict = Apply(writes[index], out _);
                if (connection.IsIdle)
                {
                    return verdict;
                }

                if (!verdict.Stands)
                {
                    connection.Execute("ROLLBACK TO one_write");
                }

                connection.Execute("RELEASE one_write");
            }

            _verdicts.Add(verdict);
        }

        return null;
    }

    private WriteVerdict Apply(MetadataWrite write, out bool changedSomething)
    {
        changedSomething = false;
        foreach (ref readonly var statement in write.Span)
        {
            int code;
            int changedRows;
            try
            {
                code = connection.Run(in statement, out changedRows);
            }
            catch (MetadataException exception)
            {
                return new WriteVerdict(WriteOutcome.Conflict, exception);
            }

            // A statement that fails has undone what it did itself.
            if (SqliteCode.IsUniqueViolation(code))
            {
                return WriteVerdict.Conflict;
            }

            if (code != SqliteCode.Done)
            {
                return new WriteVerdict(WriteOutcome.Conflict, connection.FailureOf(code, statement.Text));
            }

            changedSomething |= changedRows != 0;
            if (statement.Expect == Expect.ExactlyOne && changedRows != 1)
            {
                return WriteVerdict.Conflict;
            }
        }

        return WriteVerdict.Committed;
    }
}
