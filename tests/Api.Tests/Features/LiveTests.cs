using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using FileStorage.Api.Contracts.Changes;
using FileStorage.Api.Contracts.Devices;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Client;
using FileStorage.Client.Connections;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Features;

public sealed class LiveTests(RealHost host)
{
    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_socket_is_rung_by_a_change()
    {
        var session = await host.MakeAccountAsync();
        using var socket = await ConnectAsync(session);
        Assert.Equal("""{"type":"ready"}""", await ReadAsync(socket));

        await session.PutAsync("/file", [1]);

        Assert.Equal("""{"type":"changes"}""", await ReadAsync(socket));
    }

    [Fact]
    public async Task A_socket_takes_the_token_as_a_subprotocol()
    {
        var session = await host.MakeAccountAsync();
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("filestorage.v1");
        socket.Options.AddSubProtocol("bearer." + session.Device.Token);
        await socket.ConnectAsync(Address, Token);

        Assert.Equal("filestorage.v1", socket.SubProtocol);
        Assert.Equal("""{"type":"ready"}""", await ReadAsync(socket));
    }

    [Fact]
    public async Task A_socket_without_a_token_is_refused()
    {
        using var socket = new ClientWebSocket();

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(Address, Token));
        Assert.NotEqual(WebSocketState.Open, socket.State);
    }

    [Fact]
    public async Task A_revoked_device_is_cut_off_within_a_second()
    {
        var session = await host.MakeAccountAsync();
        var other = await session.SignInAgainAsync("other");
        using var socket = await ConnectAsync(other);
        await ReadAsync(socket);
        using var events = await other.GetAsync("/changes/live", ("Accept", "text/event-stream"));
        using var reader = new StreamReader(await events.Content.ReadAsStreamAsync(Token));
        Assert.Equal("event: ready", await reader.ReadLineAsync(Token));
        var cursor = (await ChangesAsync(other, null)).Cursor;
        var waiting = other.GetAsync($"/changes?wait=60&cursor={cursor}");

        await session.SendAsync(HttpMethod.Delete, $"/devices/{other.Device.DeviceId}");
        var clock = Stopwatch.StartNew();

        var received = await socket.ReceiveAsync(new byte[10], Token);
        Assert.Equal((WebSocketMessageType.Close, 4401), (received.MessageType, (int)received.CloseStatus!));
        await Session.ProblemAsync(await waiting, 401, ProblemTypes.Unauthenticated);
        Assert.Contains("event: revoked", await reader.ReadToEndAsync(Token), StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 1);
    }

    [Fact]
    public async Task A_burst_rings_a_hundred_times_a_second_at_most()
    {
        var session = await host.MakeAccountAsync();
        using var socket = await ConnectAsync(session);
        await ReadAsync(socket);

        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 300).Select(index => session.PutAsync($"/file {index}", [1])));
        using var second = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var rings = 0;
        try
        {
            while (true)
            {
                await socket.ReceiveAsync(new byte[100].AsMemory(), second.Token);
                rings++;
            }
        }
        catch (OperationCanceledException)
        {
            Assert.InRange(rings, 1, (clock.ElapsedMilliseconds / 10) + 1);
        }
    }

    [Fact]
    public async Task A_device_with_too_many_connections_loses_its_oldest()
    {
        var session = await host.MakeAccountAsync();
        var sockets = new List<ClientWebSocket>();
        for (var index = 0; index < 9; index++)
        {
            sockets.Add(await ConnectAsync(session));
            Assert.Equal("""{"type":"ready"}""", await ReadAsync(sockets[^1]));
        }

        var received = await sockets[0].ReceiveAsync(new byte[100], Token);
        Assert.Equal((WebSocketMessageType.Close, 4409), (received.MessageType, (int)received.CloseStatus!));
        await session.PutAsync("/file", [1]);
        foreach (var socket in sockets.Skip(1))
        {
            Assert.Equal("""{"type":"changes"}""", await ReadAsync(socket));
        }

        sockets.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task Any_other_request_is_told_what_this_address_is_for() => await Session.ProblemAsync(
        await host.Administrator.GetAsync("/changes/live"), 400, ProblemTypes.BadRequest);

    [Fact]
    public async Task The_device_list_tells_how_far_behind_a_device_is()
    {
        var session = await host.MakeAccountAsync();
        var cursor = (await ChangesAsync(session, null)).Cursor;
        Assert.Null((await DevicesAsync(session)).Behind);

        await ChangesAsync(session, cursor);
        await session.PutAsync("/folder/file", [1]);

        Assert.Equal(2, (await DevicesAsync(session)).Behind);
        await ChangesAsync(session, (await ChangesAsync(session, cursor)).Cursor);
        Assert.Equal(0, (await DevicesAsync(session)).Behind);
    }

    [Fact]
    public async Task The_client_listens_and_is_rung()
    {
        var session = await host.MakeAccountAsync();
        using var client = new FileStorageClient(new ConnectionOptions { Server = new Uri(host.Application.Urls.First()), Token = session.Device.Token });
        var cursor = (await client.ReadChangesAsync(null, cancellationToken: Token)).Cursor;
        await using var rings = client.ListenAsync(Token).GetAsyncEnumerator(Token);
        Assert.True(await rings.MoveNextAsync());

        var next = rings.MoveNextAsync();
        var made = await client.MakeFolderAsync(session.Account.DriveId, "folder", cancellationToken: Token);

        Assert.True(await next);
        var changes = (await client.ReadChangesAsync(cursor, TimeSpan.FromSeconds(10), cancellationToken: Token)).Changes;
        Assert.Equal(made.Id, Assert.Single(changes).Item.Id);
    }

    [Fact]
    public async Task The_client_says_so_when_its_token_is_dead()
    {
        using var client = new FileStorageClient(new ConnectionOptions { Server = new Uri(host.Application.Urls.First()), Token = "fs_none" });
        await using var rings = client.ListenAsync(Token).GetAsyncEnumerator(Token);

        var refused = await Assert.ThrowsAsync<FileStorageException>(async () => await rings.MoveNextAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
    }

    private Uri Address => new(host.Application.Urls.First().Replace("http://", "ws://", StringComparison.Ordinal) + "/api/v1/changes/live");

    private async Task<ClientWebSocket> ConnectAsync(Session session)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", "Bearer " + session.Device.Token);
        await socket.ConnectAsync(Address, Token);
        return socket;
    }

    private static async Task<string> ReadAsync(ClientWebSocket socket)
    {
        var buffer = new byte[100];
        var received = await socket.ReceiveAsync(buffer, Token);
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }

    private static async Task<ChangesBody> ChangesAsync(Session session, string? cursor) => await Session.ReadAsync(
        await session.GetAsync("/changes?cursor=" + cursor), HttpStatusCode.OK, Json.ChangesBody);

    private static async Task<DeviceBody> DevicesAsync(Session session) => (await Session.ReadAsync(
        await session.GetAsync("/devices"), HttpStatusCode.OK, Json.DeviceListBody)).Devices.Single(device => device.Current);
}
