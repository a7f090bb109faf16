using System.Buffers.Binary;
using System.Collections.Immutable;
using FileStorage.Core.Entries;
using FileStorage.Sync.Local;
using FileStorage.Sync.Planning;
using FileStorage.Sync.Remote;
using FileStorage.Sync.Trees;

namespace FileStorage.Sync.State.Sqlite;

/// <summary>The state in an SQLite file. A batch is one transaction, and one flush of the disk.</summary>
public sealed class SqliteSyncState : ISyncState, IDisposable
{
    private const int MarkBytes = 2 * sizeof(long);

    private readonly StateDatabase _database;
    private readonly StateStatement _putNews;
    private readonly StateStatement _putRemote;
    private readonly StateStatement _dropRemote;
    private readonly StateStatement _putSynced;
    private readonly StateStatement _dropSynced;
    private readonly StateStatement _putPending;
    private readonly StateStatement _dropPending;

    private SqliteSyncState(StateDatabase database)
    {
        _database = database;
        _putNews = database.Prepare("INSERT OR REPLACE INTO news VALUES (1, ?, ?, ?)");
        _putRemote = database.Prepare("INSERT OR REPLACE INTO remote VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        _dropRemote = database.Prepare("DELETE FROM remote WHERE id = ?");
        _putSynced = database.Prepare("INSERT OR REPLACE INTO synced VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        _dropSynced = database.Prepare("DELETE FROM synced WHERE id = ?");
        _putPending = database.Prepare("INSERT OR REPLACE INTO pending VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        _dropPending = database.Prepare("DELETE FROM pending WHERE id = ? AND inode = ? AND born = ?");
    }

    /// <summary>Opens the file, or makes it.</summary>
    /// <exception cref="IOException">It cannot be opened, is damaged, or was written by a newer version.</exception>
    public static SqliteSyncState Open(string path)
    {
        var database = StateDatabase.Open(path);
        try
        {
            return new SqliteSyncState(database);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public ValueTask<SyncStateContents> LoadAsync(CancellationToken cancellationToken) => ValueTask.FromResult(new SyncStateContents
    {
        News = Read("SELECT cursor, listing, is_listing FROM news", row => new NewsPlace(row.TextOrNull(0), (int)row.Number(1), row.Truth(2)))
            .SingleOrDefault(NewsPlace.Beginning),
        Remote = Read("SELECT * FROM remote", RemoteOf),
        Synced = Read("SELECT * FROM synced", SyncedOf),
        Pending = Read("SELECT * FROM pending", PendingOf),
    });

    public async ValueTask WriteAsync(SyncStateBatch batch, CancellationToken cancellationToken) =>
        await Task.Run(() => Write(batch), CancellationToken.None);

    public void Dispose()
    {
        foreach (var statement in new[] { _putNews, _putRemote, _dropRemote, _putSynced, _dropSynced, _putPending, _dropPending })
        {
            statement.Dispose();
        }

        _database.Dispose();
    }

    private void Write(SyncStateBatch batch)
    {
        _database.Execute("BEGIN IMMEDIATE");
        try
        {
            if (batch.News is { } news)
            {
                _putNews.Bind(news.Cursor).Bind(news.Listing).Bind(news.IsListing).Run();
            }

            foreach (var (id, row) in batch.Remote)
            {
                Write(id, row);
            }

            foreach (var (id, node) in batch.Synced)
            {
                Write(id, node);
            }

            foreach (var (subject, command) in batch.Pending)
            {
                Write(subject, command);
            }

            _database.Execute("COMMIT");
        }
        catch
        {
            _database.RollBack();
            throw;
        }
    }

    private void Write(Guid id, RemoteRow? row)
    {
        if (row is null)
        {
            _dropRemote.Bind(id).Run();
            return;
        }

        var entry = row.Entry;
        _putRemote.Bind(id).Bind(entry.ParentId).Bind(entry.Name).Bind((long)entry.Kind).Bind((long)entry.State).Bind(entry.Etag)
            .Bind(entry.VersionId).Bind(entry.VersionNumber).Bind(entry.SizeBytes).Bind(entry.Sha256).Bind(entry.ModifiedAt.UtcTicks)
            .Bind(entry.Executable).Bind(row.Listing).Run();
    }

    private void Write(Guid id, SyncedNode? node)
    {
        if (node is null)
        {
            _dropSynced.Bind(id).Run();
            return;
        }

        _putSynced.Bind(id).Bind(node.ParentId).Bind(node.Name).Bind((long)node.Kind).Bind(node.VersionId).Bind(node.Sha256)
            .Bind((long)node.Key.Inode).Bind(node.Key.BornTicks).Bind(node.LocalSizeBytes).Bind(node.LocalModifiedTicks).Bind(node.LocalExecutable).Run();
    }

    private void Write(Subject subject, PendingCommand? command)
    {
        var statement = command is null ? _dropPending : _putPending;
        statement.Bind(subject.Id).Bind((long)subject.Key.Inode).Bind(subject.Key.BornTicks);
        if (command is not null)
        {
            var contents = new byte[command.Contents.Length * MarkBytes];
            for (var index = 0; index < command.Contents.Length; index++)
            {
                var place = contents.AsSpan(index * MarkBytes);
                BinaryPrimitives.WriteInt64LittleEndian(place, command.Contents[index].SizeBytes);
                BinaryPrimitives.WriteInt64LittleEndian(place[sizeof(long)..], command.Contents[index].ModifiedTicks);
            }

            statement.Bind(command.OperationId).Bind((long)command.Kind).Bind(command.FileId).Bind(command.ExpectedEtag).Bind(command.ParentId)
                .Bind(command.Name).Bind(contents);
        }

        statement.Run();
    }

    private List<T> Read<T>(string query, Func<StateStatement, T> map)
    {
        using var statement = _database.Prepare(query);
        var rows = new List<T>();
        while (statement.Step())
        {
            rows.Add(map(statement));
        }

        return rows;
    }

    private static RemoteRow RemoteOf(StateStatement row) => new(
        new RemoteEntry
        {
            Id = row.Id(0),
            ParentId = row.Id(1),
            Name = row.Text(2),
            Kind = (EntryKind)row.Number(3),
            State = (RemoteState)row.Number(4),
            Etag = row.Text(5),
            VersionId = row.Id(6),
            VersionNumber = row.Number(7),
            SizeBytes = row.Number(8),
            Sha256 = row.HashOrNull(9),
            ModifiedAt = new DateTimeOffset(row.Number(10), TimeSpan.Zero),
            Executable = row.Truth(11),
        },
        (int)row.Number(12));

    private static SyncedNode SyncedOf(StateStatement row) => new()
    {
        Id = row.Id(0),
        ParentId = row.Id(1),
        Name = row.Text(2),
        Kind = (EntryKind)row.Number(3),
        VersionId = row.Id(4),
        Sha256 = row.HashOrNull(5),
        Key = new LocalKey((ulong)row.Number(6), row.Number(7)),
        LocalSizeBytes = row.Number(8),
        LocalModifiedTicks = row.Number(9),
        LocalExecutable = row.Truth(10),
    };

    private static PendingCommand PendingOf(StateStatement row)
    {
        var id = row.Id(0);
        var contents = row.Bytes(9);
        var marks = ImmutableArray.CreateBuilder<ContentMark>(contents.Length / MarkBytes);
        for (; contents.Length >= MarkBytes; contents = contents[MarkBytes..])
        {
            marks.Add(new ContentMark(
                BinaryPrimitives.ReadInt64LittleEndian(contents), BinaryPrimitives.ReadInt64LittleEndian(contents[sizeof(long)..])));
        }

        return new PendingCommand
        {
            Subject = id == Guid.Empty ? Subject.Of(new LocalKey((ulong)row.Number(1), row.Number(2))) : Subject.Of(id),
            OperationId = row.Id(3),
            Kind = (CommandKind)row.Number(4),
            FileId = row.Id(5),
            ExpectedEtag = row.TextOrNull(6),
            ParentId = row.Id(7),
            Name = row.Text(8),
            Contents = marks.DrainToImmutable(),
        };
    }
}
