using System.CommandLine;
using FileStorage.Cli.Terminal;
using FileStorage.Storage.Backups;

namespace FileStorage.Cli.Commands;

/// <summary>Makes a data folder of a backup. Talks to no server: there is none yet.</summary>
internal static class RestoreBackup
{
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
        try
        {
            var manifest = await BackupManifest.ReadAsync(backup, cancellationToken);
            if (manifest.Format != BackupManifest.FolderFormat)
            {
                throw new CommandException(
                    $"This backup goes into servers (metadata: {manifest.Metadata}, chunks: {manifest.Chunks}); restore it with the server's program: FileStorage.Silo restore {backup}");
            }

            using var folder = RestoringFolder.Begin(backup, data);
            foreach (var file in manifest.Files)
            {
                await folder.CopyAsync(file, cancellationToken);
            }

            await folder.MarkAsync(manifest.TakenAt, cancellationToken);
            folder.Finish(manifest.Files);
            return manifest;
        }
        catch (BackupException exception)
        {
            throw new CommandException(exception.Message);
        }
    }
}
