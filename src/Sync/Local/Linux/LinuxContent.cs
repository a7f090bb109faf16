using Microsoft.Win32.SafeHandles;

namespace FileStorage.Sync.Local.Linux;

/// <summary>An open file of the synced folder.</summary>
internal sealed unsafe class LinuxContent(OpenFolders folders, LocalPath path, SafeFileHandle handle, LocalEntry entry) : ILocalContent
{
    public LocalEntry Entry => entry;

    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var done = 0;
        fixed (byte* start = buffer.Span)
        {
            while (done < buffer.Length)
            {
                var step = LibC.Read(handle, start + done, buffer.Length - done, offset + done);
                if (step == 0)
                {
                    break;
                }

                if (step > 0)
                {
                    done += (int)step;
                }
                else if (LinuxErrors.Last is not Errno.Interrupted and var error)
                {
                    throw LinuxErrors.Unforeseen(error, "A file cannot be read");
                }
            }
        }

        return ValueTask.FromResult(done);
    }

    public ValueTask<bool> IsUnchangedAsync(CancellationToken cancellationToken) => ValueTask.FromResult(
        OpenFolders.Look(handle, out var open) == 0
        && folders.EntryOf(open, entry.Name) == entry
        && folders.Find(path, out _) == entry);

    public ValueTask DisposeAsync()
    {
        handle.Dispose();
        return ValueTask.CompletedTask;
    }
}
