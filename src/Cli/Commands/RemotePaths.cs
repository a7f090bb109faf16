using FileStorage.Api.Contracts.Items;
using FileStorage.Client;
using FileStorage.Client.Items;
using FileStorage.Core.Names;

namespace FileStorage.Cli.Commands;

/// <summary>Paths on the server, as people type them.</summary>
internal static class RemotePaths
{
    /// <summary>The path in its one form: from the root, without a slash at the end, in NFC.</summary>
    /// <exception cref="CommandException">It cannot be a path.</exception>
    public static string Parse(string text) =>
        EntryPath.TryParse(text, out var path, out var problem)
            ? path.ToString()
            : throw new CommandException($"{text}: {problem}", ExitStatus.Usage);

    public static string Join(string folder, string name) => folder == "/" ? "/" + name : $"{folder}/{name}";

    public static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>The item, or an error that names the path.</summary>
    public static async Task<ItemBody> GetAsync(FileStorageClient client, string path, CancellationToken cancellationToken) =>
        await client.FindItemAsync(ItemAddress.OfPath(path), cancellationToken)
            ?? throw new CommandException($"{path}: there is no such file or folder on the server; look with `filestorage ls`.");

    /// <summary>Where something called <paramref name="name"/> goes: into the destination if it is a folder or ends in a slash, else to it.</summary>
    public static async Task<string> PlaceAsync(
        FileStorageClient client, string typed, string name, CancellationToken cancellationToken)
    {
        var path = Parse(typed);
        var isFolder = path == "/" || typed.EndsWith('/')
            || await client.FindItemAsync(ItemAddress.OfPath(path), cancellationToken) is { Kind: "folder" };
        return isFolder ? Join(path, name) : path;
    }
}
