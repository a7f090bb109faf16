using System.Runtime.CompilerServices;
using FileStorage.Grains.Interfaces.Uploads;

namespace FileStorage.Api.Nextcloud.Uploads;

/// <summary>The parts of an upload, page by page.</summary>
internal static class PartPages
{
    public static async IAsyncEnumerable<UploadPart> ReadAsync(
        IPartUploadGrain upload, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (order, name) = (-1L, "");
        while (true)
        {
            var page = await upload.ListAsync(order, name, cancellationToken);
            foreach (var part in page)
            {
                yield return part;
            }

            if (page.Length < IPartUploadGrain.PageSize)
            {
                yield break;
            }

            (order, name) = (page[^1].Order, page[^1].Name);
        }
    }
}
