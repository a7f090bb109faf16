using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using FileStorage.Api.Callers;
using FileStorage.Api.Trees;
using FileStorage.Core.Entries;

namespace FileStorage.Api.WebDav.Properties;

/// <summary>
/// Etags as the doors tell them. A drive changes the etags of its own folders; a folder in which something of another drive is shown has to
/// change with that too, up to the root, or clients that look no deeper than an unchanged etag would never see it.
/// </summary>
internal sealed class DavEtags(Caller caller)
{
    private ImmutableArray<TreeItem> _mounts;

    /// <summary>The etag of an item, without quotes.</summary>
    public async ValueTask<string> OfAsync(TreeItem item, CancellationToken cancellationToken)
    {
        if (item.View is not null || item.Entry.Kind == EntryKind.File || item.Entry.Path.IsDefault)
        {
            return item.Entry.Etag;
        }

        if (_mounts.IsDefault)
        {
            _mounts = await caller.Tree.ListMountsAsync(cancellationToken);
        }

        var path = item.Entry.Path;
        StringBuilder? text = null;
        foreach (var mount in _mounts)
        {
            if (mount.Entry.Path.AsSpan().StartsWith(path.AsSpan()))
            {
                text ??= new StringBuilder(item.Entry.Etag);
                text.Append('\n').Append(mount.EntryId.ToString("N")).Append(mount.Entry.Etag);
            }
        }

        return text is null
            ? item.Entry.Etag
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text.ToString())).AsSpan(0, 16));
    }
}
