using System.Globalization;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;

namespace FileStorage.Sync.Local.Linux;

/// <summary>
/// Where the process that syncs a folder listens for its user: a socket in our own folder, reached through an open handle, because the
/// address of a socket may have 108 bytes only and a path may be longer.
/// </summary>
public sealed class ControlAddress : IDisposable
{
    private const string SocketName = "control";
    private const uint ForOthers = 0x3F;
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;

    private readonly SafeFileHandle _own;

    private ControlAddress(SafeFileHandle own) => _own = own;

    public UnixDomainSocketEndPoint EndPoint => new(Path);

    private string Path => string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{_own.DangerousGetHandle()}/{SocketName}");

    /// <summary>Null where the folder was never synced.</summary>
    /// <exception cref="IOException">Our folder in it belongs to somebody else, or others may look into it.</exception>
    public static ControlAddress? Open(string root)
    {
        var opened = LibC.OpenAt(
            LibC.CurrentFolder, System.IO.Path.Combine(root, OwnFolder.Name),
            LibC.PathOnly | LibC.Folder | LibC.NotALink | LibC.CloseOnExec, 0);
        if (opened < 0)
        {
            return null;
        }

        var own = new SafeFileHandle(opened, ownsHandle: true);
        if (OpenFolders.Look(own, out var found) == 0 && found.User == LibC.EffectiveUser() && (found.Permissions & ForOthers) == 0)
        {
            return new ControlAddress(own);
        }

        own.Dispose();
        throw new IOException($"{System.IO.Path.Combine(root, OwnFolder.Name)} is not yours alone: it must belong to you and be closed to others.");
    }

    /// <summary>Listens; what a killed process left there is removed. Only whoever holds the folder's lock may.</summary>
    public Socket Listen()
    {
        const int Waiting = 16;
        File.Delete(Path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(EndPoint);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            socket.Listen(Waiting);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether the other side of a connection is a process of the same user, or of the administrator.</summary>
    public static bool IsOwner(Socket connection)
    {
        // struct ucred: process, user, group, 4 bytes each.
        Span<byte> credentials = stackalloc byte[12];
        return connection.GetRawSocketOption(SocketLevel, PeerCredentials, credentials) == credentials.Length
            && BitConverter.ToUInt32(credentials[4..]) is var user && (user == LibC.EffectiveUser() || user == 0);
    }

    public void Remove() => File.Delete(Path);

    public void Dispose() => _own.Dispose();
}
