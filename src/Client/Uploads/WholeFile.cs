using Microsoft.Win32.SafeHandles;

namespace FileStorage.Client.Uploads;

/// <summary>Reads files so that nothing torn gets past: size and time are the same before and after.</summary>
internal static class WholeFile
{
    /// <summary>Opens for reading and lets others write: a lock on the user's files would stop their programs.</summary>
    public static SafeFileHandle Open(string fullPath) =>
        File.OpenHandle(fullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Reads the whole file.</summary>
    /// <param name="file">The file as it was found.</param>
    /// <param name="destination">Room for the file and one byte more, by which a file that grew is told.</param>
    /// <exception cref="FileChangedException">It is not the file that was found, or no longer.</exception>
    public static void Read(LocalFile file, Span<byte> destination)
    {
        using var handle = Open(file.FullPath);
        var read = 0;
        while (read < destination.Length)
        {
            var step = RandomAccess.Read(handle, destination[read..], read);
            read += step;
            if (step == 0 || read == file.Size)
            {
                break;
            }
        }

        ThrowIfChanged(file, handle, read);
    }

    /// <summary>Throws unless <paramref name="read"/> bytes are all of the file, and it is still the one that was found.</summary>
    /// <exception cref="FileChangedException">It is not.</exception>
    public static void ThrowIfChanged(LocalFile file, SafeFileHandle handle, long read)
    {
        if (read != file.Size || RandomAccess.GetLength(handle) != file.Size || File.GetLastWriteTimeUtc(handle) != file.ModifiedAt.UtcDateTime)
        {
            throw new FileChangedException(file.FullPath);
        }
    }

    /// <summary>Fills the buffer from this offset on.</summary>
    /// <exception cref="FileChangedException">The file is shorter than that.</exception>
    public static void ReadAt(LocalFile file, SafeFileHandle handle, long offset, Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var step = RandomAccess.Read(handle, buffer, offset);
            if (step == 0)
            {
                throw new FileChangedException(file.FullPath);
            }

            offset += step;
            buffer = buffer[step..];
        }
    }
}
