using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Uploads;
using FileStorage.Core.Chunks;
using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Processes;

namespace FileStorage.Tests.EndToEnd.Kills;

/// <summary>Plain HTTP under kill -9: new files, new versions of the same files, many files in one request, unfinished uploads.</summary>
public sealed class KillDuringRequestsTests
{
    private const int Writers = 16;
    private const int FilesPerBatch = 30;

    [Fact]
    public async Task A_killed_server_holds_what_it_acknowledged_or_what_was_on_its_way_and_nothing_else()
    {
        var random = new Random(1_002);
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        // Each writer has a path it overwrites and a trail of new files.
        var overwritten = Enumerable.Range(0, Writers).Select(writer => new PathUnderLoad($"/same/{writer}")).ToList();
        var trails = Enumerable.Range(0, Writers + 1).Select(_ => new List<PathUnderLoad>()).ToList();

        for (var kill = 0; kill < KillCount.Wanted; kill++)
        {
            using var stop = new CancellationTokenSource();
            var writers = Enumerable.Range(0, Writers)
                .Select(writer => WriteAsync(account, overwritten[writer], trails[writer], new Random((kill * Writers) + writer), writer, stop.Token))
                .Append(WriteBatchesAsync(account, trails[Writers], new Random(kill), stop.Token)).ToList();
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(20, 1_500)), TestContext.Current.CancellationToken);
            await server.KillAsync();
            await stop.CancelAsync();
            await Task.WhenAll(writers);

            await server.StartAgainAsync();
            foreach (var path in overwritten.Concat(trails.SelectMany(trail => trail.TakeLast(FilesPerBatch * 2))))
            {
                await ReconcileAsync(account, path);
            }
        }

        foreach (var path in trails.SelectMany(trail => trail))
        {
            await ReconcileAsync(account, path);
        }

        await account.CheckAsync();
        var acknowledgements = overwritten.Concat(trails.SelectMany(trail => trail)).Sum(path => path.Acknowledgements);
        Assert.True(acknowledgements > KillCount.Wanted, "Hardly anything was acknowledged between the kills.");
        Console.Out.WriteLine($"    killed the server {KillCount.Wanted} times during requests; {acknowledgements} acknowledged writes held");
    }

    [Fact]
    public async Task An_unfinished_upload_goes_on_where_it_was_after_a_kill()
    {
        await using var server = await ServerProcess.StartAsync();
        using var account = await TestAccount.OpenAsync(server);
        var chunks = Enumerable.Range(0, 4).Select(index => RandomNumberGenerator.GetBytes(300_000 + index)).ToList();
        var upload = await DeclareAsync(account, "/resumed", chunks);
        Assert.Equal(4, upload.Missing.Count);
        await SendAsync(account, upload.Id, chunks[2]);
        await SendAsync(account, upload.Id, chunks[0]);

        await server.KillAsync();
        await server.StartAgainAsync();

        var resumed = await account.Http.GetFromJsonAsync($"/api/v1/uploads/{upload.Id}", ContractsJsonContext.Default.UploadBody, TestContext.Current.CancellationToken);
        Assert.Equal([IdOf(chunks[1]), IdOf(chunks[3])], resumed!.Missing);
        await SendAsync(account, upload.Id, chunks[1]);
        await SendAsync(account, upload.Id, chunks[3]);
        using var completed = await account.Http.PostAsync(new Uri($"/api/v1/uploads/{upload.Id}/complete", UriKind.Relative), null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, completed.StatusCode);
        Assert.Equal(chunks.SelectMany(chunk => chunk), await account.LoadAsync("/resumed"));
        await account.CheckAsync();
    }

    private static async Task WriteAsync(
        TestAccount account, PathUnderLoad overwritten, List<PathUnderLoad> trail, Random random, int writer, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var fresh = new PathUnderLoad($"/trail/{writer}/{trail.Count}");
                trail.Add(fresh);
                await PutAsync(account, fresh, random, cancellationToken);
                await PutAsync(account, overwritten, random, cancellationToken);
            }
        }
        catch (HttpRequestException)
        {
            // The server died under the request; what was on its way stays noted as such.
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // As above, seen from the client's side first.
        }
    }

    /// <summary>Many files a request; each line of the answer acknowledges one of them, also in an answer that breaks off.</summary>
    private static async Task WriteBatchesAsync(TestAccount account, List<PathUnderLoad> trail, Random random, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var first = trail.Count;
                var batch = new BatchBody();
                for (var index = 0; index < FilesPerBatch; index++)
                {
                    var content = new byte[random.Next(1, 20_000)];
                    random.NextBytes(content);
                    trail.Add(new PathUnderLoad($"/batched/{trail.Count}"));
                    trail[^1].Begin(content);
                    batch.Append(trail[^1].Path, content);
                }

                using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/batch?parents=true") { Content = batch.ToContent() };
                using var answer = await account.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
                while (await lines.ReadLineAsync(cancellationToken) is { Length: > 0 } line)
                {
                    var file = JsonSerializer.Deserialize(line, ContractsJsonContext.Default.BatchFileBody)!;
                    Assert.True(file.Status is 200 or 201, line);
                    trail[first + file.Index].Acknowledge();
                }
            }
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException or JsonException)
        {
            // The server died under the request, perhaps in the middle of a line.
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // As above, seen from the client's side first.
        }
    }

    private static async Task PutAsync(TestAccount account, PathUnderLoad path, Random random, CancellationToken cancellationToken)
    {
        // Mostly small, now and then of several chunks.
        var content = new byte[random.Next(20) == 0 ? random.Next(1_000_000, 6_000_000) : random.Next(0, 30_000)];
        random.NextBytes(content);
        path.Begin(content);
        using var answer = await account.PutAsync(path.Path, content, cancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"PUT {path.Path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        path.Acknowledge();
    }

    private static async Task ReconcileAsync(TestAccount account, PathUnderLoad path)
    {
        using var answer = await account.GetAsync(path.Path);
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound, $"GET {path.Path}: {answer.StatusCode}");
        path.AcceptAfterCrash(answer.StatusCode is HttpStatusCode.OK ? await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken) : null);
    }

    private static async Task<UploadBody> DeclareAsync(TestAccount account, string path, IReadOnlyList<byte[]> chunks)
    {
        using var answer = await account.Http.PostAsJsonAsync(
            "/api/v1/uploads",
            new CreateUploadRequest
            {
                Path = path,
                Size = chunks.Sum(chunk => chunk.Length),
                Chunks = [.. chunks.Select(chunk => new ChunkBody { Id = IdOf(chunk), Length = chunk.Length })],
            },
            ContractsJsonContext.Default.CreateUploadRequest,
            TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (await answer.Content.ReadFromJsonAsync(ContractsJsonContext.Default.UploadBody, TestContext.Current.CancellationToken))!;
    }

    private static async Task SendAsync(TestAccount account, Guid upload, byte[] chunk)
    {
        using var body = new ByteArrayContent(chunk);
        using var answer = await account.Http.PutAsync(new Uri($"/api/v1/uploads/{upload}/chunks/{IdOf(chunk)}", UriKind.Relative), body, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    private static ChunkId IdOf(byte[] chunk) => ChunkId.Parse(Convert.ToHexStringLower(SHA256.HashData(chunk)), null);
}
