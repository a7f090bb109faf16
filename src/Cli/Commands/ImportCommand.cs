using System.CommandLine;
using System.Diagnostics;
using FileStorage.Cli.Importing;
using FileStorage.Client.Connections;

namespace FileStorage.Cli.Commands;

internal static class ImportCommand
{
    private const int MaxWorkers = 64;

    public static readonly Subcommand Definition = new(
        "import",
        "Bring files from another server, a bucket or a folder",
        """
        filestorage import --user ada https://dav.example.org/files /from-dav
        filestorage import --user ada nextcloud+https://cloud.example.org /from-nextcloud
        filestorage import s3://bucket/photos /photos --endpoint https://s3.example.org
        filestorage import ./old /old --json > report.jsonl     what became of each file
        """,
        Build);

    private static void Build(Command command)
    {
        var from = new Argument<string>("SOURCE")
        {
            Description = "http(s)://… (WebDAV), nextcloud+http(s)://SERVER (also ownCloud), s3://BUCKET/PREFIX, or a local folder",
        };
        var to = new Argument<string>("REMOTE") { Description = "The folder it goes into; it is made where it is missing" };
        var user = new Option<string?>("--user") { Description = "The account there; its password (best an app password) is in FILESTORAGE_IMPORT_PASSWORD, or is asked for" };
        var endpoint = new Option<string?>("--endpoint") { Description = "Address of an S3 server that is not Amazon's" };
        var region = new Option<string?>("--region") { Description = "Region of the bucket" };
        var workers = new Option<int>("--workers") { Description = $"Files that are under way at once, 1 to {MaxWorkers}", DefaultValueFactory = _ => 4 };
        var spool = new Option<string?>("--spool") { Description = "Folder for files that are under way; it holds as many as there are workers. Default: the system's for temporary files" };
        command.Add(from);
        command.Add(to);
        foreach (var option in new Option[] { user, endpoint, region, workers, spool })
        {
            command.Add(option);
        }

        command.Run(async (context, cancellationToken) =>
        {
            var typed = context.Arguments.GetRequiredValue(from);
            var target = RemotePaths.Parse(context.Arguments.GetRequiredValue(to));
            using var source = ImportSources.Open(
                typed, context.Arguments.GetValue(user), context.Arguments.GetValue(endpoint), context.Arguments.GetValue(region));
            await using var session = await context.OpenAsync(cancellationToken, RetryPolicy.Patient);
            using var state = ImportState.Open(context.Config, $"{session.Client.Server}", typed, target);
            var report = new ImportReport(context.Output);
            using var importer = new Importer(
                session.Client,
                source,
                state,
                report,
                target,
                context.Arguments.GetValue(spool) ?? Path.GetTempPath(),
                Math.Clamp(context.Arguments.GetValue(workers), 1, MaxWorkers));
            var began = Stopwatch.GetTimestamp();
            try
            {
                await importer.RunAsync(cancellationToken);
            }
            finally
            {
                context.Output.Note(report.Summary(Stopwatch.GetElapsedTime(began)));
            }

            return report.IsComplete ? ExitStatus.Done : ExitStatus.Failed;
        });
    }
}
