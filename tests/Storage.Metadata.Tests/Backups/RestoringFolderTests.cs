using System.Text;
using FileStorage.Storage.Backups;

namespace FileStorage.Tests.Storage.Metadata.Tests.Backups;

/// <summary>A data folder made of a backup is in its place whole or not at all, whoever else is at it.</summary>
public sealed class RestoringFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("filestorage-restore-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Backup => Path.Combine(_folder.FullName, "backup");

    private string Data => Path.Combine(_folder.FullName, "new", "data");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Of_two_restores_to_one_folder_the_second_is_refused_and_the_first_is_not_disturbed()
    {
        var files = await BackUpAsync();
        using var first = RestoringFolder.Begin(Backup, Data);
        await first.CopyAsync(files[0], Token);

        var second = Assert.Throws<BackupException>(() => RestoringFolder.Begin(Backup, Data));
        await first.CopyAsync(files[1], Token);
        Assert.NotNull(RestoringFolder.FindBegun(Data));
        first.Finish(files);

        Assert.Contains("Another restore", second.Message, StringComparison.Ordinal);
        Assert.Null(RestoringFolder.FindBegun(Data));
        Assert.Equal("second", await File.ReadAllTextAsync(Path.Combine(Data, "b", "two"), Token));
        Assert.Equal(["data"], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(Data)!).Select(Path.GetFileName));
        Assert.Contains("not empty", Assert.Throws<BackupException>(() => RestoringFolder.Begin(Backup, Data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_was_given_up_is_begun_anew()
    {
        var files = await BackUpAsync();
        using (var given = RestoringFolder.Begin(Backup, Data))
        {
            await given.CopyAsync(files[0], Token);
        }

        Assert.NotNull(RestoringFolder.FindBegun(Data));
        using var again = RestoringFolder.Begin(Backup, Data);
        await again.CopyAsync(files[0], Token);
        await again.CopyAsync(files[1], Token);
        again.Finish(files);

        Assert.True(File.Exists(Path.Combine(Data, "one")));
    }

    [Fact]
    public async Task What_was_taken_out_meanwhile_is_missed_and_nothing_is_put_in_its_place()
    {
        var files = await BackUpAsync();
        using var folder = RestoringFolder.Begin(Backup, Data);
        await folder.CopyAsync(files[0], Token);

        var lacking = Assert.Throws<BackupException>(() => folder.Finish(files));

        Assert.Contains("b/two", lacking.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task A_place_that_somebody_has_taken_meanwhile_is_left_to_him()
    {
        var files = await BackUpAsync();
        using var folder = RestoringFolder.Begin(Backup, Data);
        await folder.CopyAsync(files[0], Token);
        await folder.CopyAsync(files[1], Token);
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "process.lock"), "", Token);

        Assert.Contains("not empty", Assert.Throws<BackupException>(() => folder.Finish(files)).Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(Data, "process.lock"));
        folder.Finish(files);

        Assert.True(File.Exists(Path.Combine(Data, "one")));
    }

    private async Task<List<BackupFile>> BackUpAsync()
    {
        PrivateFiles.MakeFolder(Backup);
        return
        [
            await BackupWriteStream.WriteAsync(Backup, "one", Encoding.UTF8.GetBytes("first"), Token),
            await BackupWriteStream.WriteAsync(Backup, "b/two", Encoding.UTF8.GetBytes("second"), Token),
        ];
    }
}
