using System.CommandLine;
using FileStorage.Api.Contracts.Json;
using FileStorage.Client;

namespace FileStorage.Cli.Commands;

/// <summary>The administrator's subcommands for the search index.</summary>
internal static class IndexAdministration
{
    public static Command Reindex(Func<FileStorageClient, string, CancellationToken, Task<Guid>> findAccountAsync)
    {
        var command = new Command("reindex", "Index everything anew; what is indexed stays until then");
        var account = new Option<string?>("--account") { Description = "Only this account (e-mail address or id)", HelpName = "ACCOUNT" };
        command.Add(account);
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            Guid? id = context.Arguments.GetValue(account) is { } typed
                ? await findAccountAsync(session.Client, typed, cancellationToken)
                : null;
            await session.Client.ReindexAsync(id, cancellationToken);
            context.Output.Note("It goes on in the background; look with `filestorage admin index`.");
        });
        return command;
    }

    public static Command Show()
    {
        var command = new Command("index", "Show how much is indexed, how far behind it is, and what is not");
        command.Run(async (context, cancellationToken) =>
        {
            await using var session = await context.OpenAsync(cancellationToken);
            var body = await session.Client.GetSearchStatisticsAsync(cancellationToken);
            if (context.Output.Json)
            {
                context.Output.Object(body, ContractsJsonContext.Default.SearchStatisticsBody);
                return;
            }

            context.Output.Line($"drives       {body.Drives}");
            context.Output.Line($"entries      {body.Entries}");
            context.Output.Line($"contents     {body.Contents}");
            context.Output.Line($"behind       {body.Behind.Changes} changes of {body.DrivesBehind} drives, {body.Behind.Contents} contents, {body.Behind.Seconds} s");
            context.Output.Line($"PDF          {(body.ReadsPdf ? "read" : "not read: pdftotext (poppler-utils) is not installed on the server")}");
            foreach (var one in body.NotIndexed)
            {
                context.Output.Line($"not indexed  {one.Contents}: {one.Reason}");
            }
        });
        return command;
    }
}
