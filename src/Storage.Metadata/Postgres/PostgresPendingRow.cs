using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Postgres;

/// <inheritdoc/>
internal sealed class PostgresPendingRow<T>(SqlStatement query, Func<SqlRow, T> map, long? mapVersion, CancellationToken cancellationToken)
    : PostgresPendingRead(query, mapVersion, cancellationToken)
{
    // Callers go on elsewhere: the next queries do not wait for their code.
    private readonly TaskCompletionSource<T?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _row;

    public Task<T?> Task => _answer.Task;

    public override void Take(SqlRow row) => _row = map(row);

    public override void Answer() => _ = _answer.TrySetResult(_row);

    public override void Forget() => _row = default;

    public override void Fail(Exception exception) => _ = _answer.TrySetException(exception);

    public override async Task RunAsync(PostgresReaders readers)
    {
        try
        {
            _ = _answer.TrySetResult(
                await readers.QueryAsync(Query, map, onlyFirst: true, MapVersion, CancellationToken) is [var first] ? first : default);
        }
        catch (Exception exception)
        {
            // Whoever asked handles it.
            Fail(exception);
        }
    }
}
