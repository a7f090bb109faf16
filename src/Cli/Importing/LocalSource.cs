using System.Runtime.CompilerServices;
using FileStorage.Client.Trees;

namespace FileStorage.Cli.Importing;

/// <summary>A local folder. Links are left out, and so is what is no file.</summary>
internal sealed class LocalSource(DirectoryInfo root) : IImportSource
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    public async IAsyncEnumerable<SourceItem> ListAsync(ImportReport report, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var folders = new Stack<(DirectoryInfo Folder, string Path)>();
        folders.Push((root, ""));
        while (folders.TryPop(out var next))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var entry in List(next.Folder, report))
            {
                var path = $"{next.Path}/{entry.Name}";
                if ((entry.Attributes & FileAttributes.ReparsePoint) != 0)
                {
                    report.LeftOut(path, "symbolic link");
                }
                else if (entry is DirectoryInfo folder)
                {
                    folders.Push((folder, path));
                    yield return new SourceItem { Path = path, IsFolder = true, Address = entry.FullName };
                }
                else if (entry is FileInfo { Length: 0 } && !SpecialFiles.IsRegular(entry.FullName))
                {
                    report.LeftOut(path, "neither a file nor a folder");
                }
                else
                {
                    yield return Of((FileInfo)entry, path);
                }
            }
        }
    }

    public Task<Stream> OpenAsync(SourceItem file, CancellationToken cancellationToken) => Task.FromResult<Stream>(
        new FileStream(file.Address, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.Asynchronous | FileOptions.SequentialScan));

    public void Dispose()
    {
    }

    private static List<FileSystemInfo> List(DirectoryInfo folder, ImportReport report)
    {
        try
        {
            return [.. folder.EnumerateFileSystemInfos("*", Everything).OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            report.Failed(folder.FullName, exception.Message);
            return [];
        }
    }

    private static SourceItem Of(FileInfo file, string path) => new()
    {
        Path = path,
        IsFolder = false,
        Address = file.FullName,
        SizeBytes = file.Length,
        ModifiedAt = new DateTimeOffset(file.LastWriteTimeUtc),
        Executable = !OperatingSystem.IsWindows() && (file.UnixFileMode & AnyExecute) != 0,
    };
}
