using FileStorage.Api.Contracts.Items;
using FileStorage.Client.Trees;
using Microsoft.Win32.SafeHandles;

namespace FileStorage.Client.Downloads;

/// <summary>
/// The file that a download writes: beside its destination under a name made of the item's id, so that a run after a kill finds it, and
/// renamed when every byte is verified and on disk. Held exclusively, so that two runs cannot mix.
/// </summary>
internal sealed class PartFile : IDisposable
{
    private readonly string _path;
    private readonly string _destination;

    private PartFile(string path, string destination, SafeFileHandle handle)
    {
        _path = path;
        _destination = destination;
        Handle = handle;
    }

    public SafeFileHandle Handle { get; }

    /// <summary>Opens the part file, with what an earlier run left in it.</summary>
    /// <exception cref="IOException">The destination is a folder; another run is writing it; the disk is full; and so on.</exception>
    public static PartFile Open(RemoteFile file)
    {
        if (Directory.Exists(file.LocalPath))
        {
            throw new IOException("There is a folder of that name; move it away first.");
        }

        var path = Path.Combine(Path.GetDirectoryName(file.LocalPath)!, LocalNames.PartName(file.Item.Id));
        if (new FileInfo(path).LinkTarget is not null)
        {
            // Somebody else's link is not written through.
            File.Delete(path);
        }

        return new PartFile(
            path, file.LocalPath, File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
    }

    /// <summary>Makes the content durable, with the item's time and executable bit, and gives it its name.</summary>
    public void Finish(ItemBody item)
    {
        if (RandomAccess.GetLength(Handle) != item.Size)
        {
            RandomAccess.SetLength(Handle, item.Size);
        }

        if (!OperatingSystem.IsWindows())
        {
            SetExecutable(item.Executable);
        }

        File.SetLastWriteTimeUtc(Handle, item.ModifiedAt.UtcDateTime);
        RandomAccess.FlushToDisk(Handle);
        File.Move(_path, _destination, overwrite: true);
    }

    public void Dispose() => Handle.Dispose();

    // Whoever may read may run, as chmod a+x under a umask does.
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private void SetExecutable(bool executable)
    {
        var mode = File.GetUnixFileMode(Handle);
        var readers = (int)mode & (int)(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        var wanted = executable ? mode | (UnixFileMode)(readers >> 2) : mode & ~AnyExecute;
        if (wanted != mode)
        {
            File.SetUnixFileMode(Handle, wanted);
        }
    }
}
