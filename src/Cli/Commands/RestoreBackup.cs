using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using FileStorage.Cli.Terminal;
using FileStorage.Core.Backups;

namespace FileStorage.Cli.Commands;

/// <summary>Makes a data folder of a backup. Talks to no server: there is none yet.</summary>
internal static class RestoreBackup
{
    private const int BlockBytes = 1024 * 1024;
    private const string Unfinished = ".restoring";

    public static Command Definition()
    {
        var backup = new Argument<string>("DIR") { Description = "A folder that `filestorage admin backup` made" };
        var data = new Argument<string>("DATA") { Description = "The data folder to make; missing or empty" };
        var command = new Command("restore", "Make a new data folder of a backup, and verify every byte of it");
        command.Add(backup);
        command.Add(data);
        command.Run(async (context, cancellationToken) =>
        {
            var manifest = await RestoreAsync(
                context.Arguments.GetRequiredValue(backup), context.Arguments.GetRequiredValue(data), cancellationToken);
            context.Output.Line(
                $"{manifest.Files.Count} files, {Sizes.Show(manifest.Files.Sum(file => file.Bytes))}, all verified; the backup is of {manifest.TakenAt:u}.");
            context.Output.Note("Start the server on it and run `filestorage admin check`.");
        });
        return command;
    }

    /// <exception cref="CommandException">It is no whole backup, it is damaged, or the data folder is in use.</exception>
    internal static async Task<BackupManifest> RestoreAsync(string backup, string data, CancellationToken cancellationToken)
    {
        var manifest = await ReadManifestAsync(backup, cancellationToken);
        data = Path.GetFullPath(data).TrimEnd(Path.DirectorySeparatorChar);
        if (File.Exists(data) || (Directory.Exists(data) && Directory.EnumerateFileSystemEntries(data).Any()))
        {
            throw new CommandException($"{data} is there and not empty; restore to a new folder.");
        }

        // All of it beside the place, then one rename: a server never sees a part of it.
        var partial = data + Unfinished;
        if (Directory.Exists(partial))
        {
            Directory.Delete(partial, recursive: true);
        }

        MakeFolder(partial);
        foreach (var file in manifest.Files)
        {
            await CopyAsync(backup, partial, file, cancellationToken);
        }

        await WriteAsync(
            Path.Combine(partial, RestoredMark.FileName),
            JsonSerializer.SerializeToUtf8Bytes(new RestoredMark { TakenAt = manifest.TakenAt }, BackupJson.Default.RestoredMark),
            cancellationToken);
        if (Directory.Exists(data))
        {
            Directory.Delete(data);
        }

        Directory.Move(partial, data);
        return manifest;
    }

    private static async Task<BackupManifest> ReadManifestAsync(string backup, CancellationToken cancellationToken)
    {
        var path = Path.Combine(backup, BackupManifest.FileName);
        if (!File.Exists(path))
        {
            throw new CommandException($"{backup} is no whole backup: it has no {BackupManifest.FileName}.");
        }

        try
        {
            var manifest = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(path, cancellationToken), BackupJson.Default.BackupManifest);
            return manifest is { Format: BackupManifest.CurrentFormat } && manifest.Files.All(file => IsInside(file.Path))
                ? manifest
                : throw new CommandException($"{path} has a format that this version does not know.");
        }
        catch (JsonException exception)
        {
            throw new CommandException($"{path} is damaged: {exception.Message}");
        }
    }

    private static bool IsInside(string path) =>
        !Path.IsPathRooted(path) && path.Split('/', '\\').All(part => part is not ("" or "." or ".."));

    private static async Task CopyAsync(string backup, string data, BackupFile file, CancellationToken cancellationToken)
    {
        var source = Path.Combine(backup, file.Path);
        var target = Path.Combine(data, file.Path);
        MakeFolder(Path.GetDirectoryName(target)!);
        if (!File.Exists(source))
        {
            throw new CommandException($"The backup is damaged: {file.Path} is missing.");
        }

        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var input = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
        await using var output = Create(target);
        var block = new byte[BlockBytes];
        int read;
        while ((read = await input.ReadAsync(block, cancellationToken)) > 0)
        {
            digest.AppendData(block, 0, read);
            await output.WriteAsync(block.AsMemory(0, read), cancellationToken);
        }

        output.Flush(flushToDisk: true);
        if (output.Length != file.Bytes || Convert.ToHexStringLower(digest.GetHashAndReset()) != file.Sha256)
        {
            throw new CommandException($"The backup is damaged: {file.Path} is not what was written.");
        }
    }

    private static async Task WriteAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        await using var file = Create(path);
        await file.WriteAsync(content, cancellationToken);
        file.Flush(flushToDisk: true);
    }

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    private static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
