using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Storage.Metadata.Postgres;
using FileStorage.Tests.Storage.Metadata.Tests.Engines;

namespace FileStorage.Tests.Storage.Metadata.Tests.Postgres;

public sealed class PostgresWeaveTests
{
    [Fact]
    public void Commits_of_many_drives_take_as_many_statements_as_one()
    {
        var writes = Enumerable.Range(0, 16).Select(_ => Commit(Sample.NewId(), rowVersion: 2, folders: 4)).ToList();

        var commands = PostgresWeave.Of(writes, 0, writes.Count);

        Assert.Equal([16, 64, 16, 16], commands.ConvertAll(static command => command.Rows.Count));
        Assert.Equal([16, 64, null, null], commands.ConvertAll(static command => command.Expected));
    }

    [Fact]
    public void Commits_of_one_drive_stay_one_after_the_other()
    {
        var drive = Sample.NewId();
        List<MetadataWrite> writes = [Commit(drive, rowVersion: 2, folders: 0), Fence(drive, 3), Fence(drive, 4), Commit(drive, 5, folders: 0)];

        var commands = PostgresWeave.Of(writes, 0, writes.Count);

        Assert.All(commands, static command => Assert.False(command.HasMany));
        Assert.Equal(writes.SelectMany(static write => write.Statements).Select(Told), commands.Select(static command => Told(command.Rows[0])));
    }

    [Fact]
    public void A_row_that_a_lane_changes_twice_is_in_two_statements()
    {
        var drive = Sample.NewId();
        var folder = Sample.Folder(drive, parent: null, name: "");
        List<MetadataWrite> writes =
        [
            new MetadataWrite().In(drive).Add(EntrySql.Update(folder)),
            new MetadataWrite().In(drive).Add(EntrySql.Update(folder)).Add(EntrySql.Insert(Sample.File(drive, drive, "a"))),
        ];

        Assert.Equal([1, 1, 1], PostgresWeave.Of(writes, 0, writes.Count).ConvertAll(static command => command.Rows.Count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Each_lane_keeps_its_order_and_each_statement_is_there_once(int seed)
    {
        var random = new Random(seed);
        var drives = Enumerable.Range(0, 5).Select(_ => Sample.NewId()).ToArray();
        var versions = new long[drives.Length];
        var writes = new List<MetadataWrite>();
        for (var index = 0; index < 100; index++)
        {
            var drive = random.Next(drives.Length);
            versions[drive]++;
            writes.Add(random.Next(4) == 0 ? Fence(drives[drive], versions[drive]) : Commit(drives[drive], versions[drive], random.Next(3)));
        }

        var commands = PostgresWeave.Of(writes, 3, 90);

        var taken = commands.SelectMany(static command => command.Rows).Select(Told).ToList();
        Assert.Equal(
            writes.Skip(3).Take(90).SelectMany(static write => write.Statements).Select(Told).Order(StringComparer.Ordinal), taken.Order(StringComparer.Ordinal));
        foreach (var drive in drives)
        {
            var wanted = writes.Skip(3).Take(90).Where(write => write.Lane == drive).SelectMany(static write => write.Statements).Select(Told);
            var mine = wanted.ToHashSet();
            Assert.Equal(wanted, taken.Where(mine.Contains));
        }

        Assert.All(commands, static command => Assert.Single(command.Rows.Select(static row => (row.Many ?? row.Text, row.Expect)).Distinct()));
        Assert.True(commands.Count < taken.Count / 2);
    }

    private static MetadataWrite Fence(Guid drive, long rowVersion) => DriveWrite.Of(
        new DriveCommit { ExpectedRowVersion = rowVersion - 1, Drive = Sample.Drive(drive, rowVersion) });

    private static MetadataWrite Commit(Guid drive, long rowVersion, int folders)
    {
        var file = Sample.File(drive, drive, $"{rowVersion}");
        return DriveWrite.Of(new DriveCommit
        {
            ExpectedRowVersion = rowVersion - 1,
            Drive = Sample.Drive(drive, rowVersion),
            UpdatedEntries = [.. Enumerable.Range(0, folders).Select(number => Sample.Folder(drive, drive, $"{rowVersion}-{number}"))],
            InsertedEntries = [file],
            JournalRows = [Sample.Journal(drive, rowVersion, file)],
        });
    }

    // What tells a statement from all others here.
    private static string Told(SqlStatement statement)
    {
        var told = new System.Text.StringBuilder(statement.Text);
        foreach (ref readonly var value in statement.Parameters)
        {
            _ = value.Kind switch
            {
                SqlKind.Number => told.Append(value.Number),
                SqlKind.Text => told.Append(value.Text),
                SqlKind.Id => told.Append(IdOf(in value)),
                _ => told.Append('-'),
            };
        }

        return told.ToString();
    }

    private static Guid IdOf(in SqlValue value)
    {
        var id = new byte[16];
        value.CopyGuid(id);
        return new Guid(id, bigEndian: true);
    }
}
