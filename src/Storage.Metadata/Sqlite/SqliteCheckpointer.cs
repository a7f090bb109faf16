using Microsoft.Extensions.Logging;

namespace FileStorage.Storage.Metadata.Sqlite;

/// <summary>
/// Keeps the write-ahead log short without holding up commits. Once the log has grown past its limit, a thread of its own copies
/// most of it to the database file while commits go on; what was added meanwhile is little, and the writer copies that itself
/// between two commits. Only then is all of the log copied, so that SQLite starts it anew at its beginning.
/// </summary>
internal sealed partial class SqliteCheckpointer : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly int _limitPages;
    private readonly ILogger _logger;
    private readonly AutoResetEvent _wanted = new(initialState: false);
    private readonly Thread _thread;
    private volatile bool _running;
    private volatile bool _copied;
    private volatile bool _stopping;
    private int _logPages;

    public SqliteCheckpointer(SqliteConnection connection, int limitPages, ILogger logger)
    {
        _connection = connection;
        _limitPages = limitPages;
        _logger = logger;
        _thread = new Thread(Run) { IsBackground = true, Name = "metadata-checkpoint" };
        _thread.Start();
    }

    /// <summary>Called on the writer's thread after every commit.</summary>
    public void AfterCommit(SqliteConnection writer)
    {
        _logPages += writer.TakeWrittenPages();
        if (_copied)
        {
            _copied = false;
            Report(writer.Checkpoint(out var left));
            _logPages = left;
        }
        else if (!_running && _logPages >= _limitPages)
        {
            _running = true;
            _ = _wanted.Set();
        }
    }

    public void Dispose()
    {
        _stopping = true;
        _ = _wanted.Set();
        _thread.Join();
        _wanted.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            _ = _wanted.WaitOne();
            if (_stopping)
            {
                return;
            }

            Report(_connection.Checkpoint(out _));
            _copied = true;
            _running = false;
        }
    }

    private void Report(int code)
    {
        if (code != SqliteCode.Ok)
        {
            LogNotCopied(code);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The metadata log could not be copied to the database file: SQLite code {Code}")]
    private partial void LogNotCopied(int code);
}
