using FileStorage.Api.Callers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Api.Links.Pages;

/// <summary>/s/{token}: pages for people, no part of the interface for programs.</summary>
internal static class LinkPageEndpoints
{
    private static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    public static void MapLinkPages(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.ServiceProvider.GetRequiredService<LinkPages>();
        var group = endpoints.MapGroup(Links.PageAddress + "{token}").WithMetadata(Access.Anyone).ExcludeFromDescription();
        group.MapMethods("", Reads, pages.ShowAsync);
        group.MapPost("", pages.SignInAsync);
        group.MapMethods("/files", Reads, pages.DownloadAsync);
        group.MapMethods("/archive", Reads, pages.DownloadArchiveAsync);
        group.MapPost("/upload", pages.UploadAsync);
    }
}
