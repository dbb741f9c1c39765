using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class ProviderRefresh : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "protected_refresh_token",
                table: "user_sessions",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "refresh_at",
                table: "user_sessions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_user_sessions_provider_refresh_at",
                table: "user_sessions",
                columns: new[] { "provider", "refresh_at" },
                filter: "refresh_at IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_user_sessions_provider_refresh_at",
                table: "user_sessions");

            migrationBuilder.DropColumn(
                name: "protected_refresh_token",
                table: "user_sessions");

            migrationBuilder.DropColumn(
                name: "refresh_at",
                table: "user_sessions");
        }
    }
}
