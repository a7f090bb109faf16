using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Devices;
using FileStorage.Api.Documentation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Api.Devices;

internal static class DeviceEndpoints
{
    public static void MapDevices(this IEndpointRouteBuilder endpoints)
    {
        var devices = endpoints.ServiceProvider.GetRequiredService<DeviceList>();
        endpoints.MapGet("/devices", devices.ListAsync)
            .Describe("ListDevices", "The devices that are signed in.", Access.Devices).Produces<DeviceListBody>();
        endpoints.MapPatch("/devices/{id:guid}", devices.RenameAsync)
            .Describe("RenameDevice", "Gives a device another name.", Access.Devices).Takes<RenameDeviceRequest>().Produces<DeviceBody>();
        endpoints.MapDelete("/devices/{id:guid}", devices.RevokeAsync)
            .Describe("RevokeDevice", "Ends a device's token at once.", Access.Devices).Produces(204);
        var passwords = endpoints.ServiceProvider.GetRequiredService<AppPasswords>();
        endpoints.MapGet("/app-passwords", passwords.ListAsync)
            .Describe("ListAppPasswords", "The app passwords of the account, without the passwords themselves.", Access.Devices)
            .Produces<AppPasswordListBody>();
        endpoints.MapPost("/app-passwords", passwords.CreateAsync)
            .Describe("CreateAppPassword", "Makes a password for a client of another maker; it is shown this once.", Access.Devices)
            .Takes<AppPasswordRequest>().Produces<AppPasswordBody>(201);
        endpoints.MapDelete("/app-passwords/{id:guid}", devices.RevokeAsync)
            .Describe("RevokeAppPassword", "Ends an app password at once.", Access.Devices).Produces(204);
        endpoints.MapPost("/sign-out", devices.SignOutAsync)
            .Describe("SignOut", "Ends the token that is sent.", Access.Devices).Produces(204);
    }
}
