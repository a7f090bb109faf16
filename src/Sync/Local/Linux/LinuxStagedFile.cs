using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace FileStorage.Sync.Local.Linux;

/// <summary>A download in the making, in the staging folder under a name that says so.</summary>
internal sealed unsafe class LinuxStagedFile : IStagedFile
{
    public const string Prefix = "new-";

    private const int KeepSize = 1;

    /// <summary>Smaller files find their room when they are written.</summary>
    private const long SmallestReserved = 1024 * 1024;

    private const uint OnlyOwner = 0x180;

    private readonly OwnFolder _own;

    private LinuxStagedFile(OwnFolder own, string name, SafeFileHandle handle, LocalKey key)
    {
        _own = own;
        Name = name;
        Handle = handle;
        Key = key;
    }

    public string Name { get; }

    public SafeFileHandle Handle { get; }

    public LocalKey Key { get; }

    /// <summary>Whether it has its place, so that nothing is left to remove.</summary>
    public bool IsPublished { get; set; }

    public long SizeBytes { get; private init; }

    /// <exception cref="LocalDiskFullException">There is no room for it.</exception>
    public static LinuxStagedFile Create(OwnFolder own, long number, long sizeBytes)
    {
        var name = Prefix + number.ToString(CultureInfo.InvariantCulture);
        var flags = LibC.ReadWrite | LibC.Create | LibC.Exclusive | LibC.CloseOnExec | LibC.NotALink;
        var opened = LibC.OpenAt((int)own.Staging.DangerousGetHandle(), name, flags, OnlyOwner);
        if (opened < 0)
        {
            throw LinuxErrors.Unforeseen(LinuxErrors.Last, "A file cannot be staged");
        }

        var handle = new SafeFileHandle(opened, ownsHandle: true);
        try
        {
            if (sizeBytes >= SmallestReserved)
            {
                Reserve(handle, sizeBytes);
            }

            var error = OpenFolders.Look(handle, out var found);
            return error == 0
                ? new LinuxStagedFile(own, name, handle, found.Key) { SizeBytes = sizeBytes }
                : throw LinuxErrors.Unforeseen(error, "A file cannot be staged");
        }
        catch
        {
            handle.Dispose();
            _ = LibC.UnlinkAt(own.Staging, name, 0);
            throw;
        }
    }

    // Asked first: a reservation that fails has taken the rest of the disk away from everybody else for a moment.
    private static void Reserve(SafeFileHandle handle, long sizeBytes)
    {
        const string What = "A download does not fit";
        var fileSystem = stackalloc ulong[16];
        if (LibC.LookAtFileSystem(handle, fileSystem) == 0 && fileSystem[1] * fileSystem[4] < (ulong)sizeBytes)
        {
            throw LinuxErrors.Unforeseen(Errno.NoSpace, What);
        }

        // A file system that cannot reserve room says so by another error, and finds out when it is written.
        if (LibC.Allocate(handle, KeepSize, 0, sizeBytes) < 0 && LinuxErrors.Last is var error && Errno.MeansFull(error))
        {
            throw LinuxErrors.Unforeseen(error, What);
        }
    }

    public ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        fixed (byte* start = bytes.Span)
        {
            for (var done = 0; done < bytes.Length;)
            {
                var step = LibC.Write(Handle, start + done, bytes.Length - done, offset + done);
                if (step >= 0)
                {
                    done += (int)step;
                }
                else if (LinuxErrors.Last is not Errno.Interrupted and var error)
                {
                    throw LinuxErrors.Unforeseen(error, "A download cannot be written");
                }
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Sets mode and time; 0 or an error number.</summary>
    public int SetAttributes(uint mode, DateTimeOffset modifiedAt)
    {
        var times = stackalloc TimeSpec[2];
        times[0].Nanoseconds = LibC.TimeOmit;
        times[1] = TimeSpec.Of(modifiedAt);
        return LibC.ChangeMode(Handle, mode) < 0 || LibC.SetTimes(Handle, times) < 0 ? LinuxErrors.Last : 0;
    }

    public ValueTask DisposeAsync()
    {
        if (!IsPublished)
        {
            // What cannot be removed now is removed at the next start.
            _ = LibC.UnlinkAt(_own.Staging, Name, 0);
        }

        Handle.Dispose();
        return ValueTask.CompletedTask;
    }
}
