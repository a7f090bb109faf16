using System.Globalization;
using FileStorage.Api.Auditing;
using FileStorage.Api.Batches;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Maintenance;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Core.Auditing;
using FileStorage.Grains.Interfaces.Maintenance;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Api.Administration;

/// <summary>The operator's hands: each run answers a line a step, so that it can be watched and stopped.</summary>
internal sealed class Maintenance(IGrainFactory grains, Audit audit, IServiceProvider services)
{
    // A century: more than any grace, less than what a TimeSpan overflows at.
    private const long MaxGraceSeconds = 100L * 365 * 24 * 3600;

    private IMaintenanceGrain Grain => grains.GetGrain<IMaintenanceGrain>(0);

    /// <summary>Reads everything, changes nothing.</summary>
    public Task CheckAsync(HttpContext context) =>
        RunAsync(context, AuditKind.Checked, (cursor, token) => Grain.CheckAsync(cursor, token));

    /// <summary>Reads every stored chunk.</summary>
    public Task ScrubAsync(HttpContext context) =>
        RunAsync(context, AuditKind.Scrubbed, (cursor, token) => Grain.ScrubAsync(cursor, token));

    /// <summary>Moves what lies in the former chunk store to the current one.</summary>
    public Task MoveChunksAsync(HttpContext context) =>
        RunAsync(context, AuditKind.ChunksMoved, (cursor, token) => Grain.MoveChunksAsync(cursor, token));

    public Task CollectAsync(HttpContext context)
    {
        TimeSpan? grace = null;
        if (context.Request.Query["graceSeconds"] is [{ Length: > 0 } text])
        {
            grace = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= MaxGraceSeconds
                ? TimeSpan.FromSeconds(seconds)
                : throw Problem.BadRequest("\"graceSeconds\" is a number of seconds, 0 or more.");
        }

        return RunAsync(context, AuditKind.Collected, (cursor, token) => Grain.CollectAsync(cursor, grace, token));
    }

    /// <summary>Says that the chunk stores are this server's and nobody else's.</summary>
    public async Task ClaimStoreAsync(HttpContext context)
    {
        await audit.AroundAsync(
            context, new AuditAct(AuditKind.StoreClaimed), () => grains.GetGrain<IDeletionGuardGrain>(0).ClaimAsync(context.RequestAborted));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>Brings damaged chunks back from a backup on the server's machine.</summary>
    public async Task RepairAsync(HttpContext context)
    {
        var repair = services.GetService<IServerRepair>() ?? throw Problem.NotPossible("This server reads no backups.");
        var folder = context.Request.Query["from"] is [{ Length: > 0 } text] ? text : throw Problem.BadRequest("\"from\" says which backup to take them from.");
        await using var steps = repair.RunAsync(folder, context.RequestAborted).GetAsyncEnumerator();
        await EndWithReasonAsync(context, () => RunAsync(
            context,
            AuditKind.Repaired,
            async (_, _) => await steps.MoveNextAsync() ? steps.Current : throw new MaintenanceException("A repair ended without an end.")));
    }

    /// <summary>Copies the whole server into a folder of its machine, a line a file.</summary>
    public async Task BackUpAsync(HttpContext context)
    {
        var backup = services.GetService<IServerBackup>() ?? throw Problem.NotPossible("This server makes no backups.");
        var folder = context.Request.Query["folder"] is [{ Length: > 0 } text] ? text : throw Problem.BadRequest("\"folder\" says where the backup goes.");
        await EndWithReasonAsync(context, () => audit.AroundAsync(context, new AuditAct(AuditKind.BackedUp), async () =>
        {
            await foreach (var step in backup.RunAsync(folder, context.RequestAborted))
            {
                await TellAsync(context, new MaintenanceLineBody
                {
                    Examined = step.Files,
                    Bytes = step.Bytes,
                    Changed = 0,
                    Findings = [],
                    Done = step.IsDone,
                });
            }
        }));
    }

    public async Task GetStatisticsAsync(HttpContext context)
    {
        var statistics = await Grain.GetStatisticsAsync(context.RequestAborted);
        var body = new StatisticsBody
        {
            Chunks = statistics.Chunks,
            LogicalBytes = statistics.LogicalBytes,
            PlainBytes = statistics.PlainBytes,
            StoredBytes = statistics.StoredBytes,
            DamagedReads = statistics.DamagedReads,
        };
        await JsonAnswer.WriteAsync(context, 200, body, ContractsJsonContext.Default.StatisticsBody);
    }

    // Why it came to nothing: a problem, or the last line of an answer that has begun.
    private static async Task EndWithReasonAsync(HttpContext context, Func<Task> runAsync)
    {
        try
        {
            await runAsync();
        }
        catch (MaintenanceException exception)
        {
            var last = context.Features.Get<MaintenanceLineBody>() ?? throw Problem.NotPossible(exception.Message);
            await TellAsync(context, last with { Findings = [exception.Message], Done = true });
        }
    }

    private Task RunAsync(HttpContext context, AuditKind kind, Func<string?, CancellationToken, Task<MaintenanceStep>> stepAsync) =>
        audit.AroundAsync(context, new AuditAct(kind), () => RunAsync(context, stepAsync));

    private static async Task RunAsync(HttpContext context, Func<string?, CancellationToken, Task<MaintenanceStep>> stepAsync)
    {
        long examined = 0, bytes = 0, changed = 0;
        string? cursor = null;
        do
        {
            var step = await stepAsync(cursor, context.RequestAborted);
            cursor = step.Cursor;
            examined += step.Examined;
            bytes += step.Bytes;
            changed += step.Changed;
            var line = new MaintenanceLineBody
            {
                Examined = examined,
                Bytes = bytes,
                Changed = changed,
                Findings = step.Findings,
                Done = cursor is null,
            };

            await TellAsync(context, line);
        }
        while (cursor is not null);
    }

    private static async Task TellAsync(HttpContext context, MaintenanceLineBody line)
    {
        // Set with the first line: a first step that fails is still a problem with its status.
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = BatchPut.AnswerMediaType;
        }

        using (var json = PooledJson.Serialize(line, ContractsJsonContext.Default.MaintenanceLineBody))
        {
            var span = context.Response.BodyWriter.GetSpan(json.Length + 1);
            json.Span.CopyTo(span);
            span[json.Length] = (byte)'\n';
            context.Response.BodyWriter.Advance(json.Length + 1);
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        context.Features.Set(line);
    }
}
