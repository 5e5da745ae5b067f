# app/controllers/greetings_controller.rb
class GreetingsController < ApplicationController
  def show
    render json: { message: "Hello, #{params[:name]}!" }
  end
end
