using System.Text;
using Microsoft.Win32.SafeHandles;

namespace FileStorage.Sync.Local.Linux;

/// <summary>
/// Our folder inside the synced one: the mark by which it is known again, the lock, the state, the socket, and what is in the making. Only the
/// owner may look into it, and it never takes part in sync.
/// </summary>
public sealed class OwnFolder : IDisposable
{
    public const string Name = ".filestorage";

    private const string MarkName = "id";
    private const string LockName = "lock";
    internal const string StagingName = "staging";
    private const uint OnlyOwnerFolder = 0x1C0;
    private const uint OnlyOwnerFile = 0x180;

    private readonly SafeFileHandle _lock;

    private OwnFolder(SafeFileHandle handle, SafeFileHandle staging, SafeFileHandle locked, Guid id)
    {
        Handle = handle;
        Staging = staging;
        _lock = locked;
        Id = id;
    }

    internal static ReadOnlySpan<byte> NameBytes => ".filestorage"u8;

    /// <summary>Drawn when the folder was synced for the first time.</summary>
    public Guid Id { get; }

    internal SafeFileHandle Handle { get; }

    internal SafeFileHandle Staging { get; }

    public void Dispose()
    {
        Staging.Dispose();
        Handle.Dispose();

        // Last: with the lock another process may come in.
        _lock.Dispose();
    }

    /// <summary>The mark of a folder that was synced before; null where it was not, or the folder is not there.</summary>
    public static Guid? ReadMark(string root)
    {
        var path = Path.Combine(root, Name, MarkName);
        return File.Exists(path) && Guid.TryParse(File.ReadAllText(path), out var id) ? id : null;
    }

    /// <summary>Whether the mark is still there.</summary>
    internal bool IsMarked() => OpenFolders.Look(Handle, MarkName, out var mark) == 0 && mark is { IsFile: true, LinkCount: > 0 };

    /// <summary>Opens it, and makes it where <paramref name="newId"/> is given.</summary>
    /// <exception cref="LocalRootLostException">It is not there, and is not to be made.</exception>
    /// <exception cref="LocalFolderInUseException">Another process holds it.</exception>
    internal static OwnFolder Open(SafeFileHandle root, string rootPath, Guid? newId)
    {
        if (newId is not null)
        {
            MakeFolder(root, Name);
        }

        var handle = OpenFolders.Open(root, Name, LibC.ReadOnly | LibC.Folder, out var error)
            ?? throw (error == Errno.NoEntry ? Unmarked(rootPath) : LinuxErrors.Unforeseen(error, Path.Combine(rootPath, Name)));
        SafeFileHandle? locked = null;
        SafeFileHandle? staging = null;
        try
        {
            locked = Lock(handle, rootPath);
            var id = ReadId(handle) ?? (newId is { } drawn ? WriteId(handle, drawn) : throw Unmarked(rootPath));
            MakeFolder(handle, StagingName);
            staging = OpenFolders.Open(handle, StagingName, LibC.ReadOnly | LibC.Folder, out error)
                ?? throw LinuxErrors.Unforeseen(error, Path.Combine(rootPath, Name, StagingName));
            return new OwnFolder(handle, staging, locked, id);
        }
        catch
        {
            staging?.Dispose();
            locked?.Dispose();
            handle.Dispose();
            throw;
        }
    }

    private static LocalRootLostException Unmarked(string rootPath) =>
        new($"{rootPath} is not the folder that was synced: its {Name} folder is missing.");

    private static void MakeFolder(SafeFileHandle parent, string name)
    {
        if (LibC.MakeFolderAt(parent, name, OnlyOwnerFolder) < 0 && LinuxErrors.Last is not Errno.Exists and var error)
        {
            throw LinuxErrors.Unforeseen(error, name);
        }
    }

    private static SafeFileHandle Lock(SafeFileHandle own, string rootPath)
    {
        var file = Create(own, LockName, exclusive: false);
        if (LibC.Lock(file, LibC.LockExclusive | LibC.LockNonBlocking) == 0)
        {
            return file;
        }

        file.Dispose();
        throw new LocalFolderInUseException($"{rootPath} is being synced by another process.");
    }

    private static SafeFileHandle Create(SafeFileHandle own, string name, bool exclusive)
    {
        var flags = LibC.ReadWrite | LibC.Create | LibC.CloseOnExec | LibC.NotALink | (exclusive ? LibC.Exclusive : 0);
        var opened = LibC.OpenAt((int)own.DangerousGetHandle(), name, flags, OnlyOwnerFile);
        return opened >= 0 ? new SafeFileHandle(opened, ownsHandle: true) : throw LinuxErrors.Unforeseen(LinuxErrors.Last, name);
    }

    private static Guid? ReadId(SafeFileHandle own)
    {
        using var file = OpenFolders.Open(own, MarkName, LibC.ReadOnly, out var error);
        if (file is null)
        {
            return error == Errno.NoEntry ? null : throw LinuxErrors.Unforeseen(error, MarkName);
        }

        var text = new byte[64];
        var length = RandomAccess.Read(file, text, 0);
        return Guid.TryParse(Encoding.ASCII.GetString(text, 0, length), out var id) ? id : null;
    }

    private static Guid WriteId(SafeFileHandle own, Guid id)
    {
        const string Temporary = MarkName + ".new";
        using (var file = Create(own, Temporary, exclusive: false))
        {
            RandomAccess.SetLength(file, 0);
            RandomAccess.Write(file, Encoding.ASCII.GetBytes(id.ToString()), 0);
            _ = LibC.Sync(file);
        }

        var error = OpenFolders.Rename(own, Temporary, own, MarkName, 0);
        return error == 0 && LibC.Sync(own) == 0 ? id : throw LinuxErrors.Unforeseen(error, MarkName);
    }
}
