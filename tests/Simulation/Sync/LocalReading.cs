using FileStorage.Sync.Local;
using FileStorage.Sync.Remote;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>Reads a file that is to be uploaded.</summary>
internal static class LocalReading
{
    /// <summary>All of it as it was at one moment; null where it changed meanwhile.</summary>
    public static async Task<byte[]?> ReadAsync(RemoteUpload upload, ILocalFolder folder, CancellationToken cancellationToken)
    {
        var content = await folder.OpenAsync(upload.Path, upload.Local, cancellationToken);
        if (content is null)
        {
            return null;
        }

        await using (content)
        {
            var bytes = new byte[upload.Local.SizeBytes];
            for (var offset = 0; offset < bytes.Length;)
            {
                var read = await content.ReadAsync(offset, bytes.AsMemory(offset), cancellationToken);
                if (read == 0)
                {
                    return null;
                }

                offset += read;
            }

            return await content.IsUnchangedAsync(cancellationToken) ? bytes : null;
        }
    }
}
