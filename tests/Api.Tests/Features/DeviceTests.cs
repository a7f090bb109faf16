using System.Net;
using FileStorage.Api.Contracts.Devices;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Features;

public sealed class DeviceTests(RealHost host)
{
    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    [Fact]
    public async Task Devices_are_listed_and_renamed_and_revoked_at_once()
    {
        var session = await host.MakeAccountAsync();
        var phone = await session.SignInAgainAsync("phone");

        var renamed = await session.SendAsync(HttpMethod.Patch, $"/devices/{phone.Device.DeviceId}", Session.Text("""{"name":"old phone"}"""));
        var listed = await Session.ReadAsync(await session.GetAsync("/devices"), HttpStatusCode.OK, Json.DeviceListBody);
        var revoked = await session.SendAsync(HttpMethod.Delete, $"/devices/{phone.Device.DeviceId}");

        Assert.Equal("old phone", (await Session.ReadAsync(renamed, HttpStatusCode.OK, Json.DeviceBody)).Name);
        Assert.Equal(["a device", "old phone"], listed.Devices.Select(device => device.Name).Order());
        Assert.Equal(session.Device.DeviceId, listed.Devices.Single(device => device.Current).Id);
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        await Session.ProblemAsync(await phone.GetAsync("/me"), 401, ProblemTypes.Unauthenticated);
    }

    [Fact]
    public async Task Signing_out_ends_the_token_that_is_sent()
    {
        var session = await host.MakeAccountAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await session.SendAsync(HttpMethod.Post, "/sign-out")).StatusCode);

        await Session.ProblemAsync(await session.GetAsync("/me"), 401, ProblemTypes.Unauthenticated);
    }

    [Fact]
    public async Task Nobody_revokes_the_device_of_another_account()
    {
        var other = await host.MakeAccountAsync();

        var answer = await other.SendAsync(HttpMethod.Delete, $"/devices/{host.Administrator.Device.DeviceId}");

        await Session.ProblemAsync(answer, 404, ProblemTypes.NotFound);
        Assert.Equal(HttpStatusCode.OK, (await host.Administrator.GetAsync("/me")).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("\t")]
    public async Task A_device_has_a_name(string name)
    {
        var answer = await host.Administrator.SendAsync(
            HttpMethod.Patch,
            $"/devices/{host.Administrator.Device.DeviceId}",
            Session.Body(new RenameDeviceRequest { Name = name }, Json.RenameDeviceRequest));

        await Session.ProblemAsync(answer, 400, ProblemTypes.BadRequest);
    }
}
